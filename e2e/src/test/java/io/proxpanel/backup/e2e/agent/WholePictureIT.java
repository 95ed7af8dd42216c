package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The picture by which restores are measured sees what there is, and every change of it. */
class WholePictureIT {
  /** Of these the fixtures have nothing that is loaded here. */
  private static final Set<WholeKind> ABSENT = EnumSet.of(WholeKind.EXTENSION_ROWS);

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void untouchedIsEqualAndEveryKindOfChangeIsSeen(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      WholeFixtures fixtures = new WholeFixtures(server);
      fixtures.create("whole", "superuser-alone", "tenant");
      WholePicture before = WholePicture.of(server, "whole");

      assertThat(before.kinds()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(ABSENT)));
      assertThat(before.differences(WholePicture.of(server, "whole"))).isEmpty();

      fixtures.damage("whole", WholeFixtures.ACME, "tenant");
      WholePicture tenants = WholePicture.of(server, "whole");
      assertThat(outside(before).differences(outside(tenants))).isEmpty();
      assertThat(inside(before).differences(inside(tenants)))
          .extracting(difference -> difference.part().kind())
          .contains(WholeKind.TABLES, WholeKind.ROWS, WholeKind.PRIVILEGES, WholeKind.COMMENTS);

      fixtures.damage("whole", WholeFixtures.PANEL, "owner");
      WholePicture owners = WholePicture.of(server, "whole");
      assertThat(inside(tenants).differences(inside(owners))).isEmpty();
      fixtures.damage("whole", server.superuser(), "superuser");
      fixtures.damage("whole", server.superuser(), "subscription");
      List<WholeDifference> all = before.differences(WholePicture.of(server, "whole"));
      assertThat(kinds(all)).isEqualTo(before.kinds());
    }
  }

  /** So that nothing is asked of a restore that cannot be had. */
  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void whatIsLoadedAgainIsEqual(PostgresInstallation installation, @TempDir Path temp)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      WholeFixtures fixtures = new WholeFixtures(server);
      fixtures.create("whole", "superuser-alone", "tenant");
      server.createDatabase("again", WholeFixtures.PANEL);
      server.psql(
          "again",
          server
              .dump("whole")
              .replace(
                  "set_config('search_path', '',", "set_config('search_path', 'public, app',"));

      List<WholeDifference> differences =
          WholePicture.of(server, "whole").differences(WholePicture.of(server, "again"));

      // The database's own come with --create; owners of extensions and broken indexes are in no
      // dump.
      assertThat(kinds(differences)).contains(WholeKind.DATABASE);
      assertThat(differences)
          .filteredOn(difference -> difference.part().kind() != WholeKind.DATABASE)
          .extracting(difference -> difference.part().name())
          .containsExactly(
              "state of the index not_unique",
              "storage of not_unique",
              "extension citext",
              "extension hstore");
    }
  }

  private static WholePicture inside(WholePicture picture) {
    return picture.inside(WholeFixtures.TENANT);
  }

  private static WholePicture outside(WholePicture picture) {
    return picture.outside(WholeFixtures.TENANT);
  }

  private static Set<WholeKind> kinds(List<WholeDifference> differences) {
    return differences.stream()
        .map(difference -> difference.part().kind())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(WholeKind.class)));
  }
}
