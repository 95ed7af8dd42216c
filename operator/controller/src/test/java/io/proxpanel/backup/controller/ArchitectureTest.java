package io.proxpanel.backup.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
  private static final String ROOT = "io.proxpanel.backup.controller";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void whatIsPureKnowsNoClient() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".job..",
            ROOT + ".status..",
            ROOT + ".settings..",
            ROOT + ".database..",
            ROOT + ".recurrence..",
            ROOT + ".retention..")
        .or()
        .haveSimpleNameEndingWith("Decision")
        .or()
        .haveSimpleNameEndingWith("Plan")
        .or()
        .haveSimpleNameEndingWith("Report")
        .or()
        .haveSimpleNameEndingWith("Notes")
        .or()
        .haveSimpleNameEndingWith("Observation")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "java.net..", "java.io..")
        .check(CLASSES);
  }

  @Test
  void whatDecidesAboutRetentionKnowsNothingElse() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".retention..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".retention..", "java.lang..", "java.time..", "java.util..")
        .check(CLASSES);
  }

  @Test
  void timesThatRepeatNeedNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".recurrence..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", ROOT + ".recurrence..")
        .check(CLASSES);
  }

  @Test
  void packagesDoNotGoRoundInCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void backupsAndRestoresKnowEachOtherOnlyByTheirResources() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".backup..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".restore..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".restore..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".backup..", ROOT + ".deletion..")
        .check(CLASSES);
  }

  @Test
  void theOperatorKnowsNothingOfTheAgentsInside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.proxpanel.backup.agent..")
        .check(CLASSES);
  }

  @Test
  void noFieldHoldsStateForAll() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + "..")
        .should()
        .beFinal()
        .check(CLASSES);
  }
}
