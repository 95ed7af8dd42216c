package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.archive.ArchiveBytes;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustedPathTest {
  private final Map<Name, TargetFacts.Owner> present = new HashMap<>();

  @Test
  void readsPathsAsTheServerWritesThem() {
    assertThat(TrustedPath.names("\"$user\", public, \"Über\"\"all\", Ext"))
        .containsExactly("$user", "public", "Über\"all", "ext");
    assertThat(TrustedPath.names("")).isEmpty();
  }

  @Test
  void schemasOfTheOwnerAreTrusted() throws Exception {
    assertThat(path("panel")).isEqualTo("\"$user\", \"public\"");
  }

  @Test
  void schemasInWhichOthersHaveFunctionsAreNot() throws Exception {
    assertThat(path("radius")).isEqualTo("\"$user\"");
    present.put(new Name("FUNCTION", "postgres", "f()"), new TargetFacts.Owner("radius", false));
    assertThat(path("radius")).isEmpty();
  }

  private String path(String owner) throws Exception {
    try (ArchiveScanner scanner = new ArchiveScanner()) {
      scanner.write(
          new ArchiveBytes(16, false)
              .owner(owner)
              .entry(1, "FUNCTION", "public", "f()", "")
              .bytes());
      TargetFacts target =
          new TargetFacts(
              "panel",
              false,
              "panel",
              Map.of(
                  "panel", new TargetFacts.Role(false, true),
                  "radius", new TargetFacts.Role(false, false)),
              present,
              Map.of(),
              Set.of());
      // Of what cannot be given to its owner the restoring role is the owner.
      TargetFacts given =
          new TargetFacts("postgres", true, "panel", target.roles(), present, Map.of(), Set.of());
      return TrustedPath.of(
          "\"$user\", public",
          RestoreScope.of(
              scanner.summary().contents(), null, "proisp_full_x", java.util.Optional.empty()),
          owner.equals("panel") ? target : given);
    }
  }
}
