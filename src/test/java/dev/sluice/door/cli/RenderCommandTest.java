package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {

  @TempDir Path repository;
  private Path overlay;

  @BeforeEach
  void repository() throws IOException {
    overlay = Files.createDirectories(repository.resolve("overlays/shop/dev"));
  }

  @Test
  void theRootIsTheNearestDirectoryWithGit() throws IOException {
    Files.createDirectory(repository.resolve(".git"));
    Console console = Console.pipe();
    assertThat(console.run("render", overlay.toString())).isZero();
    assertThat(console.out()).isEqualTo("overlay: overlays/shop/dev\n");
  }

  @Test
  void anotherRootCanBeNamed() {
    Console console = Console.pipe();
    String root = repository.resolve("overlays").toString();
    assertThat(console.run("render", overlay.toString(), "--repository-root", root)).isZero();
    assertThat(console.out()).isEqualTo("overlay: shop/dev\n");
  }

  @Test
  void whatIsOutsideOfTheRootIsRefused() {
    Console console = Console.pipe();
    assertThat(
            console.run("render", repository.toString(), "--repository-root", overlay.toString()))
        .isEqualTo(2);
    assertThat(console.err()).startsWith("NotFound: ").contains("is not below the repository root");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Console console = Console.pipe();
    assertThat(console.run("render", overlay.resolve("nothing").toString())).isEqualTo(2);
    assertThat(console.err()).contains("nothing is no directory that can be read. Check the path");
  }
}
