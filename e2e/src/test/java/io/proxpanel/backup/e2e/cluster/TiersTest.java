package io.proxpanel.backup.e2e.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The build runs the tiers in different ways, and tells them apart by name and annotation. */
final class TiersTest {
  private final JavaClasses tests =
      new ClassFileImporter().importPath(Path.of("target/test-classes"));

  @Test
  void testsOnTheClusterAreMarkedAsSuch() {
    classes()
        .that()
        .haveSimpleNameEndingWith("E2E")
        .should()
        .beAnnotatedWith(OnCluster.class)
        .check(tests);
  }

  @Test
  void othersAreNot() {
    classes()
        .that()
        .areAnnotatedWith(OnCluster.class)
        .should()
        .haveSimpleNameEndingWith("E2E")
        .check(tests);
  }

  @Test
  void theBuildKnowsTheMark() throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<groups>" + OnCluster.TAG + "</groups>")
        .contains("<excludedGroups>" + OnCluster.TAG + ",large</excludedGroups>")
        .contains("<groups>large</groups>");
  }
}
