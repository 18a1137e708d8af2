package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions of the house. ARCHITECTURE.md draws them; this test holds them. */
class ArchitectureTest {

  private static final String ROOT = "dev.sluice.";

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sluice");

  @Test
  void modelStandsOnNothing() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "model..")
        .should()
        .dependOnClassesThat(outside("java.", "org.jspecify.", ROOT + "model"))
        .because("the ground is shared by every stage and must never pull one in")
        .check(house);
  }

  @Test
  void decisionsArePure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "diff..",
            ROOT + "plan..",
            ROOT + "fields..",
            ROOT + "health..",
            ROOT + "promote.dr..",
            ROOT + "promote.gate..",
            ROOT + "promote.machine..",
            ROOT + "promote.strategy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.net..", "java.util.logging..", "org.jboss..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .because("what is decided from values alone can be tested with values alone")
        .check(house);
  }

  @Test
  void theKubernetesClientStaysInKube() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "kube..", ROOT + "controlplane..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .because("one package answers for every request to an API server")
        .check(house);
  }

  @Test
  void jgitStaysInGit() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "git..", ROOT + "demo..", ROOT + "bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .because(
            "one package answers for every byte from a Git host; demo and bench play such a host")
        .check(house);
  }

  @Test
  void gitHubIsSpokenToInOnePlace() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "github..")
        .should()
        .dependOnClassesThat(
            outside(
                "java.",
                "javax.net.ssl.",
                "org.jspecify.",
                "com.fasterxml.jackson.",
                ROOT + "model",
                ROOT + "github"))
        .because("it is asked for what is reported, and decides nothing")
        .check(house);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "github..", ROOT + "probe..", ROOT + "config..", "dev.sluice")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "github..")
        .because("no apply, no healing and no rollback may ever wait for GitHub")
        .check(house);
  }

  @Test
  void theRuleLanguageStaysInHealth() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "health..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.cel..")
        .because("one package answers for what an expression from a repository may do")
        .check(house);
  }

  @Test
  void processesStartInRenderAndTheLauncherOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "render..", ROOT + "controlplane..", ROOT + "demo..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .because("a child process is an attack surface: it has two doors and no third")
        .check(house);
  }

  @Test
  void nobodyReachesUp() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "loop..", ROOT + "door..", "dev.sluice", ROOT + "demo..", ROOT + "training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "loop..", ROOT + "door..", "dev.sluice")
        .allowEmptyShould(true)
        .because("stages are called by the loop and never call it")
        .check(house);
  }

  @Test
  void noPackageCycles() {
    slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(house);
  }

  private static DescribedPredicate<JavaClass> outside(String... prefixes) {
    return DescribedPredicate.describe(
        "outside " + String.join(", ", prefixes),
        type -> {
          for (String prefix : prefixes) {
            if (type.getName().startsWith(prefix) || type.isPrimitive() || type.isArray()) {
              return false;
            }
          }
          return true;
        });
  }
}
