package dev.sluice.render;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The stock kustomize command, built from the Go modules that {@code src/test/kustomize} pins. */
final class StockCommand {

  private StockCommand() {}

  /** The folder that holds it; Go's cache makes the second build a matter of a second. */
  static synchronized Path folder() {
    try {
      Path folder =
          Files.createDirectories(
              Checkout.root().toAbsolutePath().normalize().resolve("target/stock-kustomize"));
      Path log = folder.resolve("build.log");
      Process build =
          new ProcessBuilder(
                  "go",
                  "build",
                  "-o",
                  folder.resolve("kustomize").toString(),
                  "sigs.k8s.io/kustomize/kustomize/v5")
              .directory(Checkout.root().resolve("src/test/kustomize").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!build.waitFor(10, TimeUnit.MINUTES) || build.exitValue() != 0) {
        build.destroyForcibly();
        throw new AssertionError("go build of kustomize failed: " + Files.readString(log));
      }
      return folder;
    } catch (IOException e) {
      throw new AssertionError("This test builds the kustomize command: install Go", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
