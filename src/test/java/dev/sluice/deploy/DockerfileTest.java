package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.deploy.Dockerfile.Instruction;
import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image cannot be built everywhere the tests run, so at least what it names is checked. */
class DockerfileTest {

  private Dockerfile dockerfile;

  @BeforeEach
  void read() throws IOException {
    dockerfile = Dockerfile.read(Checkout.root().resolve("Dockerfile"));
  }

  @Test
  void everyBaseImageIsPinnedByAVersion() {
    assertThat(dockerfile.all("FROM"))
        .isNotEmpty()
        .allSatisfy(from -> assertThat(from.words().getFirst()).matches(".+:\\d+\\.\\d+.*"));
  }

  @Test
  void theToolchainsAreThoseOfTheBuild() throws IOException {
    String java = Checkout.javaRelease();
    Version go = version(dockerfile.base("golang"));
    Version oldest = Version.parse(Checkout.goVersion());
    assertThat(go).isGreaterThanOrEqualTo(oldest);
    assertThat(dockerfile.base("quay.io/quarkus/ubi9-quarkus-mandrel-builder-image"))
        .endsWith("-java" + java);
    // The cache made by one build of the JVM is refused by every other, so both are the same build.
    assertThat(dockerfile.all("FROM"))
        .map(from -> from.words().getFirst())
        .filteredOn(image -> image.startsWith("eclipse-temurin"))
        .allMatch(image -> image.startsWith("eclipse-temurin:" + java + "."))
        .hasSize(2)
        .extracting(image -> image.replaceFirst("-j(dk|re)-", "-"))
        .satisfies(images -> assertThat(Set.copyOf(images)).hasSize(1));
  }

  @Test
  void everyCopiedFileExistsAndIsSentToTheBuilder() throws IOException {
    List<String> sent =
        Files.readAllLines(Checkout.root().resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    assertThat(dockerfile.all("COPY"))
        .filteredOn(copy -> copy.option("from").isEmpty())
        .isNotEmpty()
        .flatExtracting(Instruction::sources)
        .allSatisfy(source -> assertThat(Checkout.root().resolve(source)).exists())
        .allSatisfy(source -> assertThat(sent).contains(source.replaceFirst("/.*", "")));
  }

  @Test
  void everyStageCopiedFromComesBefore() {
    Set<String> stages = new HashSet<>();
    for (Instruction instruction : dockerfile.instructions()) {
      if (instruction.keyword().equals("FROM") && instruction.words().size() == 3) {
        stages.add(instruction.words().getLast());
      }
      instruction.option("from").ifPresent(from -> assertThat(stages).contains(from));
    }
    assertThat(stages).contains("native", "jvm");
  }

  @Test
  void noImageRunsAsRoot() {
    // Every stage that has an ENTRYPOINT is an image that runs.
    assertThat(dockerfile.all("ENTRYPOINT")).hasSize(2);
    assertThat(dockerfile.all("USER"))
        .filteredOn(user -> user.text().equals("10001:10001"))
        .hasSize(2);
  }

  @Test
  void everyProfileGivenToMavenIsInThePom() throws IOException {
    List<String> profiles =
        Pattern.compile("<profile>\\s*<id>([^<]+)</id>")
            .matcher(Files.readString(Checkout.root().resolve("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(dockerfile.all("RUN"))
        .filteredOn(run -> run.text().startsWith("./mvnw"))
        .isNotEmpty()
        .flatExtracting(Instruction::words)
        .filteredOn(word -> word.startsWith("-P"))
        .allSatisfy(word -> assertThat(profiles).contains(word.substring(2)));
  }

  /** From {@code image:1.2.3-variant}. */
  private static Version version(String image) {
    return Version.parse(image.replaceFirst(".*:", "").replaceFirst("-.*", ""));
  }
}
