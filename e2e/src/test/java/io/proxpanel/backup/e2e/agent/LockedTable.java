package io.proxpanel.backup.e2e.agent;

import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.e2e.isp.IspDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A table that another session holds, so that whoever needs it stands still. */
final class LockedTable implements AutoCloseable {
  private static final String NAME = "test-holder";

  private final IspDatabase database;
  private final Process psql;

  private LockedTable(IspDatabase database, Process psql) {
    this.database = database;
    this.psql = psql;
  }

  static LockedTable hold(IspDatabase database, String table) {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                database.server().installation().program("psql"),
                "-X",
                "-q",
                "-h",
                database.server().host(),
                "-p",
                String.valueOf(database.server().port())));
    builder.environment().put("PGPASSWORD", database.password());
    builder.environment().put("PGUSER", database.role());
    builder.environment().put("PGDATABASE", database.name());
    builder.environment().put("PGAPPNAME", NAME);
    try {
      Process psql = builder.redirectErrorStream(true).start();
      OutputStream in = psql.getOutputStream();
      in.write(
          ("BEGIN; LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE;\n")
              .getBytes(StandardCharsets.UTF_8));
      in.flush();
      LockedTable lock = new LockedTable(database, psql);
      await().atMost(Duration.ofMinutes(1)).until(lock::held);
      return lock;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  boolean held() {
    return count("application_name = '" + NAME + "' AND state = 'idle in transaction'") == 1;
  }

  /** Waits until somebody else stands before the lock. */
  void awaitWaiter() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> count("wait_event_type = 'Lock' AND application_name LIKE 'proxpanel-%'") > 0);
  }

  /** Number of the holder's process on the server. */
  String pid() {
    return database
        .server()
        .psql(
            database.name(),
            "SELECT pid FROM pg_stat_activity WHERE application_name = '" + NAME + "'");
  }

  private int count(String condition) {
    return Integer.parseInt(
        database
            .server()
            .psql(database.name(), "SELECT count(*) FROM pg_stat_activity WHERE " + condition));
  }

  @Override
  public void close() {
    release();
  }

  /** Lets the others go on. */
  void release() {
    psql.destroy();
    try {
      psql.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
