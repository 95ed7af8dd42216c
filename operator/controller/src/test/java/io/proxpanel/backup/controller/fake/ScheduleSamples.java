package io.proxpanel.backup.controller.fake;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleSpec;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.ConcurrencyPolicy;
import io.proxpanel.backup.api.v1.Frequency;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.api.v1.TenantDiscovery;
import io.proxpanel.backup.api.v1.Tenants;

/** Schedules that tests begin with. */
public final class ScheduleSamples {
  private final BackupSchedule schedule = new BackupSchedule();
  private Frequency frequency = Frequency.Daily;
  private String timeOfDay;
  private String cron;
  private String timeZone = "Europe/Berlin";
  private Boolean suspend;
  private Integer deadline;
  private ConcurrencyPolicy concurrency;
  private Integer jitter;
  private RetentionRules retention;
  private Tenants tenants;
  private Boolean syncExisting;
  private BackupSpec backup = Samples.backupSpec();
  private MikrotikBackupSpec mikrotik;

  private ScheduleSamples(String name) {
    schedule.getMetadata().setName(name);
    schedule.getMetadata().setNamespace(FakeCluster.NAMESPACE);
    schedule.getMetadata().setGeneration(1L);
    schedule.getMetadata().setCreationTimestamp("2026-11-01T00:00:00Z");
  }

  /** Daily at 02:00 in Berlin, created on the first of November 2026. */
  public static ScheduleSamples daily(String name) {
    return new ScheduleSamples(name);
  }

  /** Another frequency. */
  public ScheduleSamples every(Frequency other) {
    frequency = other;
    return this;
  }

  /** Another time of day. */
  public ScheduleSamples at(String other) {
    timeOfDay = other;
    return this;
  }

  /** A cron expression instead. */
  public ScheduleSamples cron(String expression) {
    frequency = null;
    cron = expression;
    return this;
  }

  /** Another time zone. */
  public ScheduleSamples zone(String other) {
    timeZone = other;
    return this;
  }

  /** Suspended. */
  public ScheduleSamples suspended() {
    suspend = true;
    return this;
  }

  /** Makes up for due times for so many seconds. */
  public ScheduleSamples deadline(int seconds) {
    deadline = seconds;
    return this;
  }

  /** Another policy. */
  public ScheduleSamples concurrency(ConcurrencyPolicy policy) {
    concurrency = policy;
    return this;
  }

  /** Spreads its starts over so many seconds. */
  public ScheduleSamples jitter(int seconds) {
    jitter = seconds;
    return this;
  }

  /** With these rules. */
  public ScheduleSamples retention(RetentionRules rules) {
    retention = rules;
    return this;
  }

  /** A Backup of each tenant. */
  public ScheduleSamples tenants(TenantDiscovery discovery) {
    tenants = new Tenants(discovery);
    return this;
  }

  /** Brings what there is already to added destinations. */
  public ScheduleSamples syncExisting() {
    syncExisting = true;
    return this;
  }

  /** Of such Backups. */
  public ScheduleSamples backup(BackupSpec other) {
    backup = other;
    return this;
  }

  /** Of these routers too, or alone where {@link #backup} is given null. */
  public ScheduleSamples mikrotik(MikrotikBackupSpec spec) {
    mikrotik = spec;
    return this;
  }

  /** The schedule. */
  public BackupSchedule build() {
    schedule.setSpec(
        new BackupScheduleSpec(
            frequency,
            timeOfDay,
            null,
            null,
            cron,
            timeZone,
            suspend,
            deadline,
            concurrency,
            jitter,
            retention,
            tenants,
            syncExisting,
            backup,
            mikrotik));
    return schedule;
  }
}
