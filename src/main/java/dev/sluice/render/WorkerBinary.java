package dev.sluice.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The worker inside the program, unpacked to a file of our own that can be run. */
final class WorkerBinary {

  /** Its file name, inside the program and unpacked. */
  static final String NAME = "kustomize-worker";

  private WorkerBinary() {}

  /**
   * Unpacks the worker for this platform.
   *
   * @param folder an existing folder that only this user can write to
   * @return empty when the program was built without a worker for this platform
   */
  static Optional<Path> unpack(Path folder) throws IOException {
    String resource = "/worker/" + platform() + "/" + NAME;
    try (InputStream packed = WorkerBinary.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return Optional.empty();
      }
      Path file = folder.resolve(NAME);
      byte[] program = packed.readAllBytes();
      Files.write(file, program, StandardOpenOption.CREATE_NEW);
      // A full disk or a meddling neighbour: what is run must be what was shipped.
      if (!Arrays.equals(program, Files.readAllBytes(file))) {
        throw new IOException(file + " does not hold what was written to it");
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
      return Optional.of(file);
    }
  }

  /** The platform in Go's words, such as {@code linux-amd64}. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String goOs = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
    String goArch =
        switch (arch) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return goOs + "-" + goArch;
  }
}
