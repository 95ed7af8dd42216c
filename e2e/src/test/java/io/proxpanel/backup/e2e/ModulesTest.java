package io.proxpanel.backup.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: api and contract know nobody, agent and controller not each other.
 */
class ModulesTest {
  private static final String ROOT = "io.proxpanel.backup.";
  private static final String API = ROOT + "api..";
  private static final String CONTRACT = ROOT + "contract..";
  private static final String AGENT = ROOT + "agent..";
  private static final String CONTROLLER = ROOT + "controller..";
  private static final String E2E = ROOT + "e2e..";
  private static final String JAVA = "java..";
  private static final String JACKSON = "com.fasterxml.jackson..";

  /** What the build of each module made, since the agent's jar has its libraries inside. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              List.of("api", "contract", "agent", "controller").stream()
                  .map(module -> Path.of("..", "operator", module, "target", "classes"))
                  .toList());

  @Test
  void everyModuleIsLookedAt() {
    for (String module : List.of("api", "contract", "agent", "controller")) {
      assertThat(CLASSES)
          .as("classes of %s: build it first", module)
          .anyMatch(type -> type.getPackageName().startsWith(ROOT + module));
    }
  }

  @Test
  void theApiIsTypesAndNothingElse() {
    classes()
        .that()
        .resideInAPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            API,
            JAVA,
            "com.fasterxml.jackson.annotation..",
            // That a resource is read as its own kind: fabric8's classes say it by these too.
            "com.fasterxml.jackson.databind..",
            "io.fabric8.generator.annotation..",
            "io.fabric8.crd.generator.annotation..",
            "io.fabric8.kubernetes.model.annotation..",
            "io.fabric8.kubernetes.api..",
            "io.fabric8.kubernetes.client")
        .check(CLASSES);
  }

  @Test
  void theContractKnowsNoKubernetesAndNoneOfTheOthers() {
    classes()
        .that()
        .resideInAPackage(CONTRACT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CONTRACT, JAVA, JACKSON)
        .check(CLASSES);
  }

  @Test
  void theAgentKnowsTheContractAndNoKubernetes() {
    noClasses()
        .that()
        .resideInAPackage(AGENT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            API, CONTROLLER, E2E, "io.fabric8..", "io.javaoperatorsdk..", "io.kubernetes..")
        .check(CLASSES);
  }

  @Test
  void theControllerKnowsApiAndContractAndNoDatabase() {
    noClasses()
        .that()
        .resideInAPackage(CONTROLLER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(AGENT, E2E, "java.sql..", "javax.crypto..", "org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void onlyTheControllerSpeaksToTheClusterAndOnlyTheAgentStartsPrograms() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CONTROLLER)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(AGENT)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(CLASSES);
  }

  @Test
  void packagesOfTheAgentDoNotGoRoundInCircles() {
    slices().matching(ROOT + "agent.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
