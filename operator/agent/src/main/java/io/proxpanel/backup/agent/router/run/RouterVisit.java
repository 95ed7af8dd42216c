package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.copy.SetFile;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.archive.RouterArchiveWriter;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.agent.router.export.FetchedExport;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The visit to one router of a run: fetches its configuration, compares it, and packs it. What was
 * fetched in clear is removed as soon as it is packed. That a router fails is a result.
 *
 * @param known whom
 * @param localName a base name of its own for files in the run's folder
 * @param files where archives go
 * @param previous to compare with
 * @param older what stands for a new archive where nothing has changed
 * @param manifests for the archive
 * @param clock for the time in the archive
 */
public record RouterVisit(
    KnownRouter known,
    String localName,
    ArchiveFiles files,
    PreviousExports previous,
    OlderArchives older,
    RunManifests manifests,
    Clock clock)
    implements Visit<Visited> {
  private static final Logger LOG = LoggerFactory.getLogger(RouterVisit.class);

  /** What is wrong with the agent's own place, and with no router. */
  private static final Set<ErrorCode> OF_THE_RUN =
      EnumSet.of(ErrorCode.Interrupted, ErrorCode.VolumeFull, ErrorCode.VolumeNotWritable);

  /**
   * Makes it.
   *
   * @throws AgentException when no other router can be visited either: {@code Interrupted}, or the
   *     scratch space is full or cannot be written
   */
  @Override
  public Visited run(Cleanup cleanup) throws AgentException {
    try {
      known.requireWhole();
      FetchedExport fetched =
          new RouterExports(cleanup, clock).fetch(router(), files.folder(), localName);
      return packed(fetched);
    } catch (AgentException e) {
      if (e.code() == ErrorCode.VolumeFull) {
        throw files.budget().full(e);
      }
      if (OF_THE_RUN.contains(e.code())) {
        throw e;
      }
      return failed(known.told(e));
    } catch (RuntimeException e) {
      // What one router brings to light must not cost the others their backup.
      return failed(known.broken(e));
    }
  }

  private Visited packed(FetchedExport fetched) throws AgentException {
    long taken = 0;
    try {
      taken = size(fetched);
      files.budget().take(taken);
      return good(fetched);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "What the router \""
              + router().name()
              + "\" has sent cannot be read: "
              + e.getMessage()
              + ".",
          e);
    } finally {
      files.budget().give(taken);
      remove(fetched.rsc());
      fetched.binary().ifPresent(RouterVisit::remove);
    }
  }

  private Visited good(FetchedExport fetched) throws IOException, AgentException {
    NormalizedExport export = NormalizedExport.read(fetched.rsc());
    requireWhole(export);
    Comparison compared = Comparison.of(router().name(), export, previous);
    Optional<RouterList.LastGood> unchanged = older.of(router(), compared);
    if (unchanged.isPresent()) {
      LOG.atInfo()
          .addKeyValue("router", router().name())
          .addKeyValue("by", fetched.kind())
          .addKeyValue("archive", unchanged.get().file())
          .log("exported and not stored again: {}", compared.summary());
      return new Visited(entry(fetched, export, null, compared, unchanged.get()), null, null);
    }
    ArchiveFacts facts = new RouterDescription(router(), clock).of(fetched, export, compared);
    String diff = compared.diff(files.name(router().name()));
    ArchiveFiles.Written written =
        files.write(router(), archiveName(), archive -> pack(archive, fetched, facts, diff));
    LOG.atInfo()
        .addKeyValue("router", router().name())
        .addKeyValue("by", fetched.kind())
        .addKeyValue("bytes", written.file().sizeBytes())
        .log("exported: {}", compared.summary());
    return new Visited(
        entry(fetched, export, stored(written), compared, null),
        file(written),
        compared.notCompared());
  }

  private RouterList.Entry entry(
      FetchedExport fetched,
      NormalizedExport export,
      RouterList.StoredArchive file,
      Comparison compared,
      RouterList.LastGood unchanged) {
    return new RouterList.Entry(
        router().name(),
        router().host(),
        file,
        RouterDescription.device(fetched.facts()),
        null,
        export.unexported(),
        compared.changes(),
        unchanged);
  }

  private void requireWhole(NormalizedExport export) throws AgentException {
    String defect =
        export.interrupted()
            ? "was interrupted while it wrote its export: run the backup again, when the router"
                + " has less to do."
            : "has written an export without a configuration in it: look what \"/export\" shows on"
                + " the router.";
    if (export.interrupted() || export.size() == 0) {
      throw new RouterErrors(router()).failure(ErrorCode.RouterExportIncomplete, defect, null);
    }
  }

  private static void pack(
      RouterArchiveWriter archive, FetchedExport fetched, ArchiveFacts facts, String diff)
      throws IOException, AgentException {
    archive.export(fetched.rsc());
    if (fetched.binary().isPresent()) {
      archive.backup(fetched.binary().get());
    }
    if (!diff.isEmpty()) {
      archive.diff(diff);
    }
    archive.facts(facts);
  }

  private Visited failed(AgentException e) throws AgentException {
    ArchiveFacts facts = new RouterDescription(router(), clock).of(e.failure());
    ArchiveFiles.Written written =
        files.write(
            router(),
            archiveName(),
            archive -> {
              archive.failed(e.getMessage());
              archive.facts(facts);
            });
    LOG.atWarn()
        .addKeyValue("router", router().name())
        .addKeyValue("code", e.code())
        .log("not exported: {}", e.getMessage());
    RouterList.Entry entry =
        new RouterList.Entry(
            router().name(),
            router().host(),
            stored(written),
            null,
            e.failure(),
            List.of(),
            null,
            previous.lastGood(router().name()).orElse(null));
    return new Visited(entry, file(written), null);
  }

  private static RouterList.StoredArchive stored(ArchiveFiles.Written written) {
    return new RouterList.StoredArchive(
        written.file().name(), written.file().sizeBytes(), written.file().sha256());
  }

  private SetFile file(ArchiveFiles.Written written) {
    return SetFile.of(written.path(), manifests.of(written.file(), router().host()));
  }

  private Router router() {
    return known.router();
  }

  private String archiveName() {
    return localName + ".archive";
  }

  private static long size(FetchedExport fetched) throws IOException {
    return Files.size(fetched.rsc())
        + (fetched.binary().isPresent() ? Files.size(fetched.binary().get()) : 0);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).log("temporary file left: {}", e.getMessage());
    }
  }
}
