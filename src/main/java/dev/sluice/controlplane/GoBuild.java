package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds the programs with Go, from the modules that this program carries. Needs Go and a module
 * proxy; the checksums of every module are fixed by go.sum.
 */
final class GoBuild implements ControlPlaneBinaries.BinarySource {
  private static final int LAST_LINES = 20;

  private final Executables installed;
  private final BinaryCache cache;
  private final Progress progress;

  GoBuild(Executables installed, BinaryCache cache, Progress progress) {
    this.installed = installed;
    this.cache = cache;
    this.progress = progress;
  }

  @Override
  public Map<Binary, Path> find(Set<Binary> wanted) {
    return cache.exclusively(
        () -> progress.note("Another process is building the control plane; waiting for it."),
        () -> {
          // It may have been built while this process waited for the lock.
          var found = new EnumMap<Binary, Path>(Binary.class);
          found.putAll(cache.find(wanted));
          List<Binary> missing = wanted.stream().filter(b -> !found.containsKey(b)).toList();
          if (!missing.isEmpty()) {
            found.putAll(build(missing));
          }
          return found;
        });
  }

  private Map<Binary, Path> build(List<Binary> missing) {
    Path go = GoToolchain.find(installed);
    progress.note(
        "Building "
            + String.join(", ", missing.stream().map(Binary::fileName).toList())
            + " from source into "
            + cache.folder()
            + ". This is done once; on two cores it takes about ten minutes for everything.");
    var built = new EnumMap<Binary, Path>(Binary.class);
    try (var work = new WorkFolder(cache.newWorkFolder())) {
      for (Binary binary : missing) {
        String stage =
            "Building %s (%d of %d)".formatted(binary.fileName(), built.size() + 1, missing.size());
        built.put(binary, progress.during(stage, () -> build(go, binary, work.path())));
      }
      return built;
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneFailed("Interrupted while building the control plane", e);
    } catch (Exception e) {
      throw new ControlPlaneFailed("The control plane could not be built: " + e, e);
    }
  }

  private Path build(Path go, Binary binary, Path work) throws IOException, InterruptedException {
    Path module = Files.createDirectories(work.resolve(binary.module().name()));
    binary.module().copyTo(module);
    Path target = work.resolve(binary.fileName());
    Path log = work.resolve(binary.fileName() + ".log");
    var builder =
        new ProcessBuilder(
                go.toString(),
                "build",
                "-mod=readonly",
                "-buildvcs=false",
                "-trimpath",
                "-ldflags=" + linkerFlags(binary),
                "-o",
                target.toString(),
                binary.goPackage())
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off", "GOFLAGS", ""));
    int code = run(builder);
    if (code != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new ControlPlaneFailed(
          "go build of %s failed with exit code %d. Its last words:%n%s"
              .formatted(
                  binary.fileName(),
                  code,
                  String.join(
                      "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))));
    }
    return cache.install(binary, target);
  }

  /** A build that nobody waits for any more would go on for minutes. */
  private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    var killer = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(killer);
      return code;
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
  }

  /** Without these {@code /version} says v0.0.0-master, and version checks of clients fail. */
  private static String linkerFlags(Binary binary) {
    String smaller = "-s -w";
    if (binary.module() != GoModule.KUBERNETES) {
      return smaller;
    }
    String version = binary.module().version();
    String[] numbers = version.substring(1).split("\\.");
    String variable = " -X k8s.io/component-base/version.";
    return smaller
        + (variable + "gitVersion=" + version)
        + (variable + "gitMajor=" + numbers[0])
        + (variable + "gitMinor=" + numbers[1])
        + (variable + "gitTreeState=clean");
  }
}
