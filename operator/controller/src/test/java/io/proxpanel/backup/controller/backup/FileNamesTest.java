package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupType;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  private static final Instant CREATED = Instant.parse("2026-11-23T01:00:00Z");
  private static final String PLAIN = "proisp_full_20261123_010000.proisp.bak";
  private static final String SECOND = "proisp_full_20261123_010000_2.proisp.bak";
  private static final String THIRD = "proisp_full_20261123_010000_3.proisp.bak";

  @Test
  void saysTheTimeOfCreationInUtc() {
    assertThat(FileNames.free(Samples.backupSpec(), CREATED, false, name -> false))
        .isEqualTo(PLAIN);
  }

  @Test
  void numbersNamesOfOneSecond() {
    assertThat(FileNames.free(Samples.backupSpec(), CREATED, false, Set.of(PLAIN)::contains))
        .isEqualTo(SECOND);
    assertThat(
            FileNames.free(Samples.backupSpec(), CREATED, false, Set.of(PLAIN, SECOND)::contains))
        .isEqualTo(THIRD);
    assertThat(FileNames.next(SECOND, name -> false)).isEqualTo(THIRD);
    assertThat(FileNames.next(PLAIN, Set.of(SECOND)::contains)).isEqualTo(THIRD);
  }

  private static BackupSpec spec(BackupType type, String tenant) {
    BackupSpec all = Samples.backupSpec();
    return new BackupSpec(
        null, type, all.database(), tenant, null, null, all.destinations(), null, null);
  }

  @Test
  void saysWhatItIsABackupOf() {
    assertThat(FileNames.free(spec(BackupType.Full, null), CREATED, false, name -> false))
        .isEqualTo(PLAIN);
    assertThat(FileNames.free(spec(BackupType.Data, null), CREATED, false, name -> false))
        .isEqualTo("proisp_data_20261123_010000.proisp.bak");
    assertThat(FileNames.free(spec(BackupType.Config, null), CREATED, true, name -> false))
        .isEqualTo("proisp_config_20261123_010000_scheduled.proisp.bak");
    String acme = "tenant_acme_full_20261123_010000.proisp.bak";
    assertThat(FileNames.free(spec(null, "acme"), CREATED, false, name -> false)).isEqualTo(acme);
    assertThat(FileNames.free(spec(null, "acme"), CREATED, false, Set.of(acme)::contains))
        .isEqualTo("tenant_acme_full_20261123_010000_2.proisp.bak");
  }

  @Test
  void saysThatAScheduleHasMadeIt() {
    String scheduled = "proisp_full_20261123_010000_scheduled.proisp.bak";
    String second = "proisp_full_20261123_010000_2_scheduled.proisp.bak";

    assertThat(FileNames.free(Samples.backupSpec(), CREATED, true, name -> false))
        .isEqualTo(scheduled);
    assertThat(FileNames.free(Samples.backupSpec(), CREATED, true, Set.of(scheduled)::contains))
        .isEqualTo(second);
    assertThat(FileNames.next(second, name -> false))
        .isEqualTo("proisp_full_20261123_010000_3_scheduled.proisp.bak");
  }

  @Test
  void remembersWhatItGaveOutUntilTheCacheShowsIt() {
    SettableClock clock = new SettableClock(CREATED);
    FileNameRegistry registry = new FileNameRegistry(clock);
    FileNameRegistry.NameChoice choice =
        taken -> FileNames.free(Samples.backupSpec(), CREATED, false, taken);

    assertThat(registry.choose("a", name -> false, choice)).isEqualTo(PLAIN);
    assertThat(registry.choose("b", name -> false, choice)).isEqualTo(SECOND);
    assertThat(registry.choose("a", name -> false, choice)).isEqualTo(PLAIN);
    assertThat(registry.choose("c", PLAIN::equals, choice)).isEqualTo(THIRD);
    clock.forward(Duration.ofMinutes(2));
    assertThat(registry.choose("d", PLAIN::equals, choice)).isEqualTo(SECOND);
  }
}
