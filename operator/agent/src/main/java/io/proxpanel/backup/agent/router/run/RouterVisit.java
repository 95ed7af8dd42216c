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
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param run what all routers of the run have in common
 * @param failures what it came to when it was tried before
 */
public record RouterVisit(
    KnownRouter known, String localName, RouterRun run, List<ErrorCode> failures)
    implements Visit<Visited> {
  private static final Logger LOG = LoggerFactory.getLogger(RouterVisit.class);

  /** What is wrong with the agent's own place, and with no router. */
  private static final Set<ErrorCode> OF_THE_RUN =
      EnumSet.of(ErrorCode.Interrupted, ErrorCode.VolumeNotWritable);

  /** For the first time. */
  public RouterVisit(KnownRouter known, String localName, RouterRun run) {
    this(known, localName, run, List.of());
  }

  /** Copies the list. */
  public RouterVisit {
    failures = List.copyOf(failures);
  }

  /** The same after it has come to a failure. */
  public RouterVisit after(Failure failure) {
    List<ErrorCode> more = new ArrayList<>(failures);
    more.add(failure.code());
    return new RouterVisit(known, localName, run, more);
  }

  /**
   * Makes it.
   *
   * @throws AgentException when no other router can be visited either: {@code Interrupted}, or the
   *     scratch space cannot be written, or has not even room for the reason why a router failed
   */
  @Override
  public Visited run(Cleanup cleanup) throws AgentException {
    try {
      known.requireWhole();
      FetchedExport fetched =
          new RouterExports(cleanup, run.clock())
              .of(run.manifests().uid(), run.earlier())
              .within(files().budget())
              .fetch(router(), files().folder(), localName);
      return packed(fetched);
    } catch (AgentException e) {
      if (OF_THE_RUN.contains(e.code())) {
        throw e;
      }
      // One that sends more than there is room for must not cost the others their backup.
      return failed(e.code() == ErrorCode.VolumeFull ? files().budget().full(e) : known.told(e));
    } catch (RuntimeException | StackOverflowError e) {
      // Neither must what one router brings to light.
      return failed(known.broken(e));
    }
  }

  private Visited packed(FetchedExport fetched) throws AgentException {
    long taken = 0;
    try (DiffFile diff =
        new DiffFile(files().folder().resolve(localName + ".diff"), files().budget())) {
      taken = size(fetched);
      return good(fetched, diff);
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "What the router \""
              + router().name()
              + "\" has sent cannot be read: "
              + e.getMessage()
              + ".");
    } finally {
      // Taken when it was fetched.
      files().budget().give(taken);
      remove(fetched.rsc());
      fetched.binary().ifPresent(RouterVisit::remove);
    }
  }

  private Visited good(FetchedExport fetched, DiffFile diff) throws IOException, AgentException {
    List<String> remarks = new ArrayList<>(fetched.remarks());
    if (!failures.isEmpty()) {
      remarks.add("was tried " + times() + ", because of " + failures.get(failures.size() - 1));
    }
    Looked looked = run.previous().inTurn(() -> look(fetched, diff, remarks));
    Comparison compared = looked.compared();
    Optional<RouterList.LastGood> unchanged = run.older().of(router(), compared);
    if (unchanged.isPresent()) {
      LOG.atInfo()
          .addKeyValue("router", router().name())
          .addKeyValue("by", fetched.kind())
          .addKeyValue("archive", unchanged.get().file())
          .log("exported and not stored again: {}", compared.summary());
      return new Visited(entry(fetched, looked, null, unchanged.get()), null, null, remarks);
    }
    ArchiveFacts facts = new RouterDescription(router(), run.clock()).of(fetched, looked);
    ArchiveFiles.Written written =
        files().write(router(), archiveName(), archive -> pack(archive, fetched, facts, diff));
    LOG.atInfo()
        .addKeyValue("router", router().name())
        .addKeyValue("by", fetched.kind())
        .addKeyValue("bytes", written.file().sizeBytes())
        .log("exported: {}", compared.summary());
    return new Visited(
        entry(fetched, looked, stored(written), null),
        file(written),
        compared.notCompared(),
        remarks);
  }

  private Looked look(FetchedExport fetched, DiffFile diff, List<String> remarks)
      throws IOException, AgentException {
    NormalizedExport export = NormalizedExport.readBounded(fetched.rsc());
    requireWhole(export);
    return Looked.at(
        export,
        Comparison.of(
            router().name(),
            export,
            run.previous(),
            (drift, last) -> diff.write(drift, last, files().name(router().name())),
            remarks::add));
  }

  private RouterList.Entry entry(
      FetchedExport fetched,
      Looked looked,
      RouterList.StoredArchive file,
      RouterList.LastGood unchanged) {
    return new RouterList.Entry(
        router().name(),
        router().host(),
        file,
        RouterDescription.device(fetched.facts()),
        null,
        looked.unexported(),
        looked.compared().changes(),
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
      RouterArchiveWriter archive, FetchedExport fetched, ArchiveFacts facts, DiffFile diff)
      throws IOException, AgentException {
    archive.export(fetched.rsc());
    if (fetched.binary().isPresent()) {
      archive.backup(fetched.binary().get());
    }
    if (diff.path().isPresent()) {
      archive.diff(diff.path().get());
    }
    archive.facts(facts);
  }

  private Visited failed(AgentException e) throws AgentException {
    Failure failure = e.failure();
    Failure told =
        failures.isEmpty()
            ? failure
            : new Failure(
                failure.code(),
                failure.message() + " It was tried " + times() + ".",
                failure.notBefore());
    ArchiveFacts facts = new RouterDescription(router(), run.clock()).of(told);
    ArchiveFiles.Written written =
        files()
            .writeSmall(
                router(),
                archiveName(),
                archive -> {
                  archive.failed(told.message());
                  archive.facts(facts);
                });
    LOG.atWarn()
        .addKeyValue("router", router().name())
        .addKeyValue("code", e.code())
        .log("not exported: {}", told.message());
    RouterList.Entry entry =
        new RouterList.Entry(
            router().name(),
            router().host(),
            stored(written),
            null,
            told,
            List.of(),
            null,
            run.previous().lastGood(router().name()).orElse(null));
    return new Visited(entry, file(written), null, List.of());
  }

  /** How often it was tried, this time included, once that is worth a word. */
  private String times() {
    int tries = failures.size() + 1;
    return tries == 2 ? "twice" : tries + " times";
  }

  private static RouterList.StoredArchive stored(ArchiveFiles.Written written) {
    return new RouterList.StoredArchive(
        written.file().name(), written.file().sizeBytes(), written.file().sha256());
  }

  private SetFile file(ArchiveFiles.Written written) {
    return SetFile.of(written.path(), run.manifests().of(written.file(), router().host()));
  }

  private Router router() {
    return known.router();
  }

  private ArchiveFiles files() {
    return run.files();
  }

  private String archiveName() {
    // What an earlier try has left is good until this one has come to its end.
    return localName + "-" + (failures.size() + 1) + ".archive";
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
