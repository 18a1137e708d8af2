package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Go of this machine. */
final class GoToolchain {
  // From Go 1.21 on it fetches by itself the newer toolchain that a module asks for.
  private static final int SWITCHES_BY_ITSELF = 21;
  private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");

  private GoToolchain() {}

  /**
   * Finds a Go that can build the control plane.
   *
   * @throws ControlPlaneFailed if there is none; the message says what to install
   */
  static Path find(Executables installed) {
    String needed = GoModule.KUBERNETES.minimumGo();
    Path go =
        installed
            .find("go")
            .orElseThrow(() ->
                new ControlPlaneFailed(
                    "Go was not found on the PATH. The control plane is built with it once:"
                        + " install Go "
                        + needed
                        + " or newer (https://go.dev/dl/), or name a folder that holds etcd and"
                        + " kube-apiserver in KUBEBUILDER_ASSETS."));
    requireNewEnough(go, needed);
    return go;
  }

  private static void requireNewEnough(Path go, String needed) {
    int minimum = minor("go" + needed);
    String version = output(go, "env", "GOVERSION");
    boolean mayFetchNewer =
        minor(version) >= SWITCHES_BY_ITSELF && !output(go, "env", "GOTOOLCHAIN").equals("local");
    if (minor(version) < minimum && !mayFetchNewer) {
      throw new ControlPlaneFailed(
          go
              + " is "
              + version
              + ", and the control plane needs Go "
              + needed
              + " or newer to be built. Install it from https://go.dev/dl/.");
    }
  }

  private static int minor(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static String output(Path go, String... arguments) {
    try {
      var builder = new ProcessBuilder(go.toString()).redirectErrorStream(true);
      builder.command().addAll(List.of(arguments));
      builder.environment().putAll(Map.of("GOFLAGS", ""));
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text.strip();
    } catch (IOException e) {
      throw new ControlPlaneFailed(go + " was found but could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneFailed("Interrupted while asking Go for its version", e);
    }
  }
}
