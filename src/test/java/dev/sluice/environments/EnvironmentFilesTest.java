package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvironmentFilesTest {

  private static final String GOOD =
      """
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: dev}
      spec: {overlays: "overlays/*/dev", follows: {branch: main}}
      """;

  @Test
  void theWorkedExampleIsGood() throws IOException, Stopped {
    MemoryTree tree = new MemoryTree();
    try (Stream<Path> files = Files.list(Checkout.root().resolve("environments"))) {
      for (Path file : files.toList()) {
        tree.file("environments/" + file.getFileName(), Files.readString(file));
      }
    }
    EnvironmentSet read = EnvironmentFiles.read(tree, "environments");
    assertThat(read.failures()).isEmpty();
    assertThat(read.environments())
        .extracting(e -> e.name())
        .containsExactly("cluster", "dev", "dr", "prod", "staging");
  }

  @Test
  void aMissingDirectoryStops() {
    assertThatThrownBy(() -> EnvironmentFiles.read(new MemoryTree().file("a", ""), "environments"))
        .isInstanceOf(Stopped.class)
        .hasMessageStartingWith("PathGone: environments: the directory of the environments");
  }

  @Test
  void aLinkIsNamedAndNotFollowed() throws Stopped {
    EnvironmentSet read =
        EnvironmentFiles.read(
            new MemoryTree().file("e/dev.yaml", GOOD).symlink("e/x.yaml", "dev.yaml"), "e");
    assertThat(read.environments()).hasSize(1);
    assertThat(read.failures())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: e/x.yaml: is no regular file but a symlink. Links are not followed"
                + " here; put the file itself in its place");
  }

  @Test
  void anAliasBombStaysSmall() throws Stopped {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    EnvironmentSet read =
        EnvironmentFiles.read(new MemoryTree().file("e/bomb.yaml", bomb.toString()), "e");
    assertThat(read.environments()).isEmpty();
    assertThat(read.failures()).hasSizeGreaterThan(100);
  }

  @Test
  void deepNestingIsRefusedAtItsLine() throws Stopped {
    EnvironmentSet read =
        EnvironmentFiles.read(
            new MemoryTree().file("e/deep.yaml", "a:\n  " + "[".repeat(100_000)), "e");
    assertThat(read.failures())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: e/deep.yaml:2: nested deeper than 32 levels. Mend the file and"
                + " push again");
  }

  @Test
  void aHugeValueIsRefusedLikeAnyOther() throws Stopped {
    String namespace = "a".repeat(100_000);
    String overlays = "a/".repeat(50_000) + "*";
    String image = "a.".repeat(50_000) + "a";
    EnvironmentSet read =
        EnvironmentFiles.read(
            new MemoryTree()
                .file("e/1.yaml", GOOD.replace("spec: {", "spec: {namespace: " + namespace + ", "))
                .file("e/2.yaml", GOOD.replace("overlays/*/dev", overlays))
                .file(
                    "e/3.yaml",
                    GOOD.replace("spec: {", "spec: {gates: [images: {waived: [" + image + "]}], "))
                .file(
                    "e/4.yaml",
                    GOOD.replace("spec: {", "spec: {serviceAccount: " + namespace + ", ")),
            "e");
    assertThat(read.failures())
        .extracting(Failure::field)
        .containsExactly(
            "spec.namespace",
            "spec.overlays",
            "spec.gates[0].images.waived[0]",
            "spec.serviceAccount");
  }

  @Test
  void aHugeFileIsRefusedBySize() throws Stopped {
    EnvironmentSet read =
        EnvironmentFiles.read(new MemoryTree().file("e/huge.yaml", "#".repeat(300_000)), "e");
    assertThat(read.failures())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: e/huge.yaml: the file has 300000 bytes, more than 262144. Mend"
                + " the file and push again");
  }
}
