package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.agent.router.RouterVersion;
import io.proxpanel.backup.agent.router.api.AnswerTimeoutException;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.TrapException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One export of one router: makes the files there, brings them here, and looks at them. */
final class ExportRun {
  /** A file that grows while it is brought is brought again, so many times in all. */
  private static final int ATTEMPTS = 3;

  private static final int LOOKS_AT_A_CUT_ONE = 5;

  private static final List<String> FOR_EXPORT = List.of("ftp", "read", "write");
  private static final List<String> FOR_SENSITIVE = List.of("ftp", "read", "sensitive", "write");
  private static final List<String> FOR_BACKUP =
      List.of("ftp", "policy", "read", "sensitive", "test", "write");

  /** No router has more flash memory than a few times this. */
  static final long MAX_FILE_BYTES = 32L << 20;

  private final RouterSession session;
  private final Router router;
  private final String base;
  private final RouterFacts facts;
  private final List<String> remarks;
  private final RouterVersion version;
  private final Policies policies;
  private final FetchChoice choice;

  private ExportRun(
      RouterSession session,
      Router router,
      String base,
      RouterFacts facts,
      List<String> remarks,
      RouterVersion version,
      Policies policies,
      Cleanup cleanup) {
    this.session = session;
    this.router = router;
    this.base = base;
    this.facts = facts;
    this.remarks = remarks;
    this.version = version;
    this.policies = policies;
    List<FileFetcher> ways = new ArrayList<>();
    for (Router.Fetch kind : FetchChoice.kinds(router)) {
      ways.add(
          kind == Router.Fetch.Api
              ? new ApiFetcher(session, facts, version)
              : new StoreFetcher(session, router, kind, policies, cleanup));
    }
    this.choice = new FetchChoice(session, router, ways);
  }

  /**
   * Finds out what the router is and may be asked for.
   *
   * @param base name of the files that are made there
   */
  static ExportRun begin(RouterSession session, Router router, String base, Cleanup cleanup)
      throws AgentException {
    FactsReader reader = new FactsReader(session);
    RouterFacts facts = reader.read();
    RouterVersion version =
        RouterVersion.of(facts.version())
            .orElseThrow(
                () ->
                    session
                        .errors()
                        .failure(
                            ErrorCode.RouterProtocolError,
                            "says that it has the version \""
                                + facts.version()
                                + "\", which is none of RouterOS: check host and port.",
                            null));
    return new ExportRun(
        session, router, base, facts, reader.remarks(), version, Policies.read(session), cleanup);
  }

  FetchedExport fetch(ReceivedFile rsc, ReceivedFile binary) throws AgentException {
    if (router.sensitive() && policies.lacks("sensitive")) {
      // It would leave them out and say nothing.
      throw policies.refused(
          session, "see passwords and keys, which are to be exported", null, FOR_SENSITIVE, null);
    }
    make("export", ExportCommand.export(base, router, version), null, FOR_EXPORT);
    Router.Fetch kind = bring("export", base + ".rsc", rsc, () -> ExportText.defect(rsc.path()));
    Optional<Path> backup = Optional.empty();
    if (router.binaryBackup() != null) {
      fetchBackup(binary);
      backup = Optional.of(binary.path());
    }
    return new FetchedExport(rsc.path(), backup, facts, kind, remarks);
  }

  private void fetchBackup(ReceivedFile binary) throws AgentException {
    String file = router.binaryBackup().passwordFile();
    String password =
        file == null
            ? null
            : SecretFile.readText(
                "backup password of the router \"" + router.name() + "\"", Path.of(file));
    make("binary backup", ExportCommand.backup(base, password), password, FOR_BACKUP);
    bring(
        "binary backup",
        base + ".backup",
        binary,
        () -> BinaryBackupCheck.defect(binary.path(), password != null));
  }

  /**
   * Has the router make a file.
   *
   * @param secret in the command, or null
   */
  private void make(String what, Command command, String secret, List<String> needed)
      throws AgentException {
    String doing = "making its " + what;
    try {
      session.make(base, command);
    } catch (TrapException e) {
      throw refused(what, secret == null ? e : e.without(secret), needed);
    } catch (AnswerTimeoutException e) {
      throw session
          .errors()
          .failure(
              ErrorCode.RouterExportIncomplete,
              "did not end its "
                  + what
                  + " within "
                  + session.patience().export().toSeconds()
                  + " s: see its load and its log, or allow it more time.",
              e);
    } catch (IOException e) {
      throw session.explain(e, doing);
    }
  }

  private AgentException refused(String what, TrapException e, List<String> needed) {
    if (e.isNotPermitted()) {
      return policies.refused(session, "make its " + what, RouterErrors.said(e), needed, e);
    }
    if (e.isFull()) {
      return session
          .errors()
          .failure(
              ErrorCode.RouterFull,
              "has no room for its "
                  + what
                  + " ("
                  + RouterErrors.said(e)
                  + room("; ")
                  + "): remove files there (\"/file print\").",
              e);
    }
    return session.explain(e, "making its " + what);
  }

  /** What a file lacks that has come, in words that follow "a file that". */
  private interface Check {
    Optional<String> defect() throws IOException;
  }

  /** Brings a file that is not written any more, all of it, and only if it is whole. */
  private Router.Fetch bring(String what, String name, ReceivedFile to, Check check)
      throws AgentException {
    SettledFile settled = new SettledFile(session, name, what);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RemoteFile file = settled.await();
      requireBounded(what, file);
      Router.Fetch kind = choice.fetch(file, to);
      if (settled.hasChanged(file, 0)) {
        continue;
      }
      if (to.bytes() != file.sizeBytes()) {
        throw incomplete(
            to.bytes() > file.sizeBytes()
                ? "handed out more than the "
                    + Bytes.of(file.sizeBytes())
                    + " that the file of its "
                    + what
                    + " has"
                : "handed out "
                    + to.bytes()
                    + " of the "
                    + Bytes.of(file.sizeBytes())
                    + " of its "
                    + what);
      }
      Optional<String> defect = defect(to, check);
      if (defect.isEmpty()) {
        return kind;
      }
      // It may only have paused.
      if (!settled.hasChanged(file, LOOKS_AT_A_CUT_ONE)) {
        throw incomplete("made a file of its " + what + " that " + defect.get());
      }
    }
    throw incomplete("wrote on in the file of its " + what + " each time it was fetched");
  }

  private Optional<String> defect(ReceivedFile file, Check check) throws AgentException {
    try {
      return check.defect();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "What came from the router \""
              + router.name()
              + "\" cannot be read back from "
              + file.path()
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  private void requireBounded(String what, RemoteFile file) throws AgentException {
    if (file.sizeBytes() > MAX_FILE_BYTES) {
      throw session
          .errors()
          .failure(
              ErrorCode.RouterFileTooLarge,
              "says that the file of its "
                  + what
                  + " has "
                  + file.sizeBytes()
                  + " bytes, which is not fetched, because more than "
                  + (MAX_FILE_BYTES >> 20)
                  + " MiB are no configuration: look whether a script fills its lists, and let it"
                  + " fill them with a timeout, which keeps them out of the export.",
              null);
    }
  }

  private AgentException incomplete(String words) {
    return session
        .errors()
        .failure(
            ErrorCode.RouterExportIncomplete,
            words
                + ", which is not kept: check its room"
                + (room("").isEmpty() ? "" : " (" + room("") + ")")
                + " and its log, and try again.",
            null);
  }

  /** How much room it had, if it has said so. */
  private String room(String before) {
    return facts.freeBytes() == RouterFacts.UNKNOWN
        ? ""
        : before + Bytes.of(facts.freeBytes()) + " were free";
  }
}
