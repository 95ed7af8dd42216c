package io.proxpanel.backup.e2e.demo;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The job itself: back up, damage, restore, compare. */
final class DemoRun {
  private static final String BACKUP = "before-upgrade";
  private static final String RESTORE = "undo-upgrade";
  private static final Duration MOST = Duration.ofMinutes(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int HEAD = 96;

  private final DemoSettings settings;
  private final Screen screen;
  private final Panel panel;
  private Path kept;

  DemoRun(DemoSettings settings, Screen screen, Panel panel) {
    this.settings = settings;
    this.screen = screen;
    this.panel = panel;
  }

  /**
   * Does it.
   *
   * @return whether every row is back
   */
  boolean backUpDamageRestore() throws Exception {
    screen.step("A panel's database");
    panel.start(screen, settings.subscribers(), DemoSettings.MONTHS);
    Checksums before = screen.during("Every row gets a checksum", panel::checksums);
    screen.say(
        "The database \"%s\" has %,d rows in %d tables, %s on disk."
            .formatted(
                panel.psql("SELECT current_database()"),
                before.rows(),
                before.tables().size(),
                panel.psql("SELECT pg_size_pretty(pg_database_size(current_database()))")));
    panel.startFtpServer(screen);
    screen.step("The operator starts");
    panel.startOperator(screen);
    backUp();
    damage();
    Checksums damaged = panel.checksums();
    restore();
    return compare(before, damaged);
  }

  /** The Backup's file in a place that stays when the volume does not. */
  Optional<Path> keptFile() {
    return Optional.ofNullable(kept);
  }

  private void backUp() throws Exception {
    screen.step("A Backup, at two places");
    apply("secret.yaml");
    apply("claim.yaml");
    apply("backup.yaml", panel.yaml("backup.yaml") + panel.ftpDestination().indent(4));
    await(
        "Backup",
        () -> status(panel.backup(BACKUP)).phase,
        () -> status(panel.backup(BACKUP)).message);
    show("backups", "bkp", "Backup", BACKUP);
    Optional<Path> file = panel.file(status(panel.backup(BACKUP)).fileName);
    if (file.isPresent()) {
      screen.command("hexdump -C " + file.get().getFileName() + " | head");
      screen.quote(FileHead.of(file.get(), HEAD));
    }
    BackupStatus status = status(panel.backup(BACKUP));
    String copy =
        panel
            .sha256AtFtpServer(status.fileName)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the FTP server does not have the file. " + copies(status)));
    screen.command("sha256sum " + status.fileName + "    # at the FTP server");
    screen.answer(copy);
    screen.command("kubectl get bkp " + BACKUP + " -o jsonpath='{.status.sha256}'");
    screen.answer(status.sha256);
    if (!copy.equals(status.sha256)) {
      throw new IllegalStateException("the copy at the FTP server is another file");
    }
  }

  private void damage() throws IOException {
    screen.step("Something goes wrong, and the volume has lost the file");
    Optional<Path> file = panel.file(status(panel.backup(BACKUP)).fileName);
    if (file.isPresent()) {
      String name = String.valueOf(file.get().getFileName());
      kept = Files.copy(file.get(), settings.results().resolve(name));
      Files.delete(file.get());
      screen.command("rm " + name + "    # on the volume");
    }
    for (String statement : Damage.STATEMENTS) {
      screen.command("psql -c \"" + statement + "\"");
      panel.psql(statement);
    }
  }

  private void restore() throws Exception {
    screen.step("A Restore");
    apply("restore.yaml");
    await(
        "Restore",
        () -> status(panel.restore(RESTORE)).phase,
        () -> status(panel.restore(RESTORE)).message);
    show("restores", "rst", "Restore", RESTORE);
    screen.command("kubectl get rst " + RESTORE + " -o jsonpath='{.status.copy}'");
    screen.answer(status(panel.restore(RESTORE)).copy);
    RestoreStatus status = status(panel.restore(RESTORE));
    screen.command(
        "kubectl get rst " + RESTORE + " -o jsonpath='{.status.mode}: {.status.modeReason}'");
    screen.answer(status.mode + ": " + status.modeReason);
  }

  private boolean compare(Checksums before, Checksums damaged) {
    screen.step("Is everything back?");
    Comparison comparison = new Comparison(before, damaged, panel.checksums());
    screen.answer(comparison.table(Damage.TABLES));
    List<String> differences = comparison.differences();
    if (!differences.isEmpty()) {
      screen.failure("Not as before: " + String.join(", ", differences) + ".");
      return false;
    }
    screen.success(comparison.success());
    screen.say(comparison.leftOut());
    return true;
  }

  private void apply(String example) throws IOException {
    apply(example, panel.yaml(example));
  }

  private void apply(String name, String yaml) throws IOException {
    Files.writeString(settings.results().resolve(name), yaml);
    screen.command("kubectl apply -f " + name);
    screen.quote(yaml);
    panel.apply(yaml);
  }

  private void await(String kind, Supplier<Phase> phase, Supplier<String> message)
      throws InterruptedException {
    long start = System.nanoTime();
    Phase now = phase.get();
    while (now != Phase.Succeeded) {
      Duration since = Duration.ofNanos(System.nanoTime() - start);
      if (now == Phase.Failed || since.compareTo(MOST) > 0) {
        throw new IllegalStateException(
            "the %s is %s after %d s: %s".formatted(kind, now, since.toSeconds(), message.get()));
      }
      String how = message.get();
      screen.progress((now == null ? "Applied" : now + (how == null ? "" : ": " + how)) + "…");
      Thread.sleep(LOOK_AGAIN.toMillis());
      now = phase.get();
    }
  }

  private void show(String plural, String shortName, String kind, String name) throws Exception {
    screen.command("kubectl get " + shortName);
    screen.answer(panel.get(plural));
    screen.command("kubectl events --for " + kind.toLowerCase(Locale.ROOT) + "/" + name);
    screen.answer(panel.events(kind, name));
  }

  /** What the Backup says of its copies. */
  private static String copies(BackupStatus status) {
    return status.conditions.stream()
        .filter(each -> "AllCopiesStored".equals(each.getType()))
        .map(Condition::getMessage)
        .findFirst()
        .orElse("");
  }

  private static BackupStatus status(Backup backup) {
    return Optional.ofNullable(backup.getStatus()).orElseGet(BackupStatus::new);
  }

  private static RestoreStatus status(Restore restore) {
    return Optional.ofNullable(restore.getStatus()).orElseGet(RestoreStatus::new);
  }
}
