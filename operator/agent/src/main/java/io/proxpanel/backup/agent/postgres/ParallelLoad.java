package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveData;
import io.proxpanel.backup.agent.archive.ArchiveParts;
import io.proxpanel.backup.agent.archive.ArchiveParts.Entry;
import io.proxpanel.backup.agent.archive.ArchiveShare;
import io.proxpanel.backup.agent.archive.EntryEdits;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads an archive into a new, empty database with several sessions and without a transaction
 * around all: where it fails, the database is to be dropped. Definitions come first, then the rows,
 * then indexes and keys, then the rest; see {@link LoadPlan}. Nothing of the archive is ever on a
 * disk in plain text.
 */
public final class ParallelLoad {
  private static final Pattern ENCODING = Pattern.compile("'([A-Za-z0-9_-]{1,63})'");
  private static final int PIECE = 64 * 1024;

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final String applicationName;
  private final Options options;
  private final Cleanup cleanup;
  private final RestoreTransaction.Progress progress;

  /**
   * How to load.
   *
   * @param jobs how many sessions at a time, at least 1
   * @param searchPath with which all statements run, as SQL writes it
   * @param edits what else to change in the archive's table of contents
   */
  public record Options(int jobs, String searchPath, EntryEdits edits) {}

  /**
   * What was loaded.
   *
   * @param rowsByTable rows that the server took, by the table's name as {@code schema.table}; not
   *     of tables whose rows only pg_restore can read
   * @param notRestored what the server refused and the archive's edits let pass
   */
  public record Loaded(Map<String, Long> rowsByTable, List<NotRestored> notRestored) {
    /** Copies what it gets. */
    public Loaded {
      rowsByTable = Map.copyOf(rowsByTable);
      notRestored = List.copyOf(notRestored);
    }

    /** All of them. */
    public long rows() {
      return rowsByTable.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A load that has not begun.
   *
   * @param client whose pg_restore and psql
   * @param login to the new database
   * @param applicationName how the server's views name the sessions
   * @param cleanup ends them
   * @param progress hears how much of the archive was read
   */
  public ParallelLoad(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      Options options,
      Cleanup cleanup,
      RestoreTransaction.Progress progress) {
    this.client = client;
    this.login = login;
    this.applicationName = applicationName;
    this.options = options;
    this.cleanup = cleanup;
    this.progress = progress;
  }

  /**
   * Loads.
   *
   * @param archive authentic and complete when it was read before; opened more than once
   * @param sha256 of what was read then, hexadecimal
   * @throws AgentException {@code PgRestoreFailed} and others: the first error, which has ended all
   *     sessions
   */
  public Loaded run(ArchiveScript.Source archive, String sha256) throws AgentException {
    try (LoadContext context =
            new LoadContext(
                client,
                login,
                applicationName,
                SearchPathEdit.statement(options.searchPath()),
                knownSettings(),
                cleanup);
        WholeStream in = new WholeStream(archive.open())) {
      try {
        return run(context, archive, in, sha256);
      } catch (AgentException e) {
        throw context.fail(e);
      } catch (IOException e) {
        throw context.fail(unreadable(e));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Loaded run(
      LoadContext context, ArchiveScript.Source archive, WholeStream in, String sha256)
      throws AgentException, IOException {
    ArchiveParts contents = ArchiveParts.read(in, edits(), archive::open);
    boolean canCopy = ArchiveData.canRead(contents.header());
    LoadPlan before = LoadPlan.of(contents.entries(), canCopy, Map.of(), options.jobs());
    LoadScript script = new LoadScript(context);
    run(script, contents, before.preData());
    Map<Integer, Long> bytes = new HashMap<>();
    Map<String, Long> rows = copy(context, contents, before.copied(), bytes);
    in.requireWhole(sha256);
    otherData(script, contents, archive, before.otherData());
    LoadPlan plan = LoadPlan.of(contents.entries(), canCopy, bytes, options.jobs());
    share(context, script, contents, plan.indexes());
    run(script, contents, plan.between());
    share(context, script, contents, plan.foreignKeys());
    run(script, contents, plan.last());
    context.requireGood();
    return new Loaded(rows, context.notRestored());
  }

  private EntryEdits edits() {
    return new SearchPathEdit(options.searchPath(), options.edits());
  }

  private Map<String, Long> copy(
      LoadContext context,
      ArchiveParts contents,
      Map<Integer, Entry> tables,
      Map<Integer, Long> bytes)
      throws AgentException, IOException {
    ArchiveData data = contents.data();
    Map<String, Long> rows = new LinkedHashMap<>();
    Set<Integer> missing = new HashSet<>(tables.keySet());
    CopyWorkers workers = new CopyWorkers(context, options.jobs(), begin(context, contents));
    try {
      int id = data.next();
      while (id >= 0) {
        Entry table = tables.get(id);
        if (table != null && missing.remove(id)) {
          try (InputStream text = data.rows()) {
            workers.send(table, text);
          }
        }
        id = data.next();
      }
      if (!missing.isEmpty()) {
        throw context.stopped(
            "the rows of " + tables.get(missing.iterator().next()).name() + " are missing");
      }
      workers
          .finish(tables)
          .forEach((table, count) -> rows.merge(tables.get(table).name(), count, Long::sum));
      bytes.putAll(workers.bytes());
      return rows;
    } finally {
      workers.stop();
    }
  }

  /** As pg_restore begins what it sends itself. */
  private static byte[] begin(LoadContext context, ArchiveParts contents) {
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    begin.writeBytes(context.begin());
    for (Entry entry : contents.entries()) {
      Matcher encoding = ENCODING.matcher(entry.definition());
      if (entry.kind().equals("ENCODING") && encoding.find()) {
        begin.writeBytes(
            ("SET client_encoding = '" + encoding.group(1) + "';\n")
                .getBytes(StandardCharsets.US_ASCII));
      }
    }
    return begin.toByteArray();
  }

  /** Sequences and the like need nothing but their statements; other data needs the archive. */
  private void otherData(
      LoadScript script, ArchiveParts contents, ArchiveScript.Source archive, Set<Integer> ids)
      throws AgentException {
    boolean withData =
        contents.entries().stream().anyMatch(e -> ids.contains(e.dumpId()) && e.hasData());
    if (!withData) {
      run(script, contents, ids);
      return;
    }
    script.run(out -> ArchiveShare.write(archive::open, edits(), wanted(ids), out));
  }

  private static void run(LoadScript script, ArchiveParts contents, Set<Integer> ids)
      throws AgentException {
    if (!ids.isEmpty()) {
      script.run(out -> contents.write(out, wanted(ids)));
    }
  }

  private static Predicate<Entry> wanted(Set<Integer> ids) {
    return entry -> LoadPlan.isSetting(entry) || ids.contains(entry.dumpId());
  }

  private void share(
      LoadContext context, LoadScript script, ArchiveParts contents, List<LockSchedule.Task> tasks)
      throws AgentException {
    LockSchedule schedule = new LockSchedule(tasks);
    List<FutureTask<Void>> sessions = new ArrayList<>();
    for (int i = 0; i < Math.min(options.jobs(), tasks.size()); i++) {
      sessions.add(LoadScript.start("load " + i, () -> work(script, contents, schedule)));
    }
    AgentException failure = null;
    for (FutureTask<Void> session : sessions) {
      try {
        LoadScript.result(session);
      } catch (AgentException e) {
        schedule.stop();
        failure = failure == null ? context.fail(e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static Void work(LoadScript script, ArchiveParts contents, LockSchedule schedule)
      throws AgentException {
    boolean done = false;
    try {
      Optional<LockSchedule.Task> task = schedule.take();
      while (task.isPresent()) {
        run(script, contents, task.get().entries());
        schedule.done(task.get());
        task = schedule.take();
      }
      done = true;
      return null;
    } catch (InterruptedException e) {
      throw ChildProcess.interrupted(e);
    } finally {
      if (!done) {
        // Whatever ended this session: the others must not wait for its task.
        schedule.stop();
      }
    }
  }

  private Set<String> knownSettings() throws AgentException {
    try (PsqlSession session = PsqlSession.open(client, login, applicationName, cleanup)) {
      Set<String> names = new HashSet<>();
      session
          .rows("SELECT name FROM pg_catalog.pg_settings")
          .forEach(row -> names.add(row.get("name").asText()));
      return names;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private static AgentException unreadable(IOException e) {
    return AgentException.from(e, ErrorCode.InputOutput, "The archive cannot be read to its end.");
  }

  /** Tells of what passes, and knows in the end whether it was the file that was proven. */
  private final class WholeStream extends FilterInputStream {
    private final MessageDigest digest;
    private boolean ended;

    WholeStream(InputStream in) {
      super(in);
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      // Who reads through another stream may have closed it at its end.
      int n = ended ? -1 : in.read(bytes, offset, length);
      ended = n < 0;
      if (n > 0) {
        digest.update(bytes, offset, n);
        progress.add(n);
      }
      return n;
    }

    void requireWhole(String sha256) throws AgentException, IOException {
      byte[] rest = new byte[PIECE];
      int n = read(rest, 0, rest.length);
      while (n >= 0) {
        n = read(rest, 0, rest.length);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new AgentException(
            ErrorCode.WrongKeyOrDamaged,
            "The file is no longer the one that was authenticated: it changed meanwhile, and no"
                + " other database than the new one was touched.");
      }
    }
  }
}
