package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.render.KustomizeCommand.Run;
import dev.sluice.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a run of the kustomize command answered. */
record CliAnswer(Run run, Reachable reachable, Optional<Failure> failure, RenderLimits limits)
    implements RememberedRenders.Answer {

  /** How kustomize marks what it warns of: fixed words about fields, never their values. */
  private static final String WARNING = "# Warning:";

  /** The YAML as it was printed. */
  byte[] yaml() throws Stopped {
    if (failure.isPresent()) {
      throw new Stopped(failure.get());
    }
    return run.output();
  }

  @Override
  public SortedMap<String, String> closure() {
    return reachable.closure();
  }

  /**
   * A command that was killed from outside would answer something else the next time; a directory
   * without an id cannot be told from another.
   */
  @Override
  public boolean repeatable() {
    boolean killed = run.exitCode() > 128 && run.output().length <= limits.outputBytes();
    return !killed
        && reachable.directories().stream()
            .noneMatch(directory -> closure().getOrDefault(directory, "").isEmpty());
  }

  @Override
  public long bytes() {
    return run.output().length;
  }

  @Override
  public List<DesiredObject> objects() throws Stopped {
    List<Map<String, Object>> objects;
    try {
      objects = YamlObjects.read(yaml());
    } catch (YamlProblem problem) {
      throw new Stopped(
          Failure.of(
              Reason.INTERNAL,
              "what kustomize printed cannot be read: " + problem.what(),
              "Build Sluice with Go at hand: its own worker answers in JSON"),
          problem);
    }
    if (objects.size() > limits.objects()) {
      throw new Stopped(
          Failure.of(
              Reason.RENDER_LIMIT_EXCEEDED,
              "the result has %,d objects, more than %,d"
                  .formatted(objects.size(), limits.objects()),
              "Split the overlay, or raise sluice.render.max-objects"));
    }
    return CanonicalObjects.of(objects, List.of());
  }

  @Override
  public List<String> warnings() {
    return new String(run.log(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(WARNING))
        .map(line -> line.substring(WARNING.length()).strip())
        .distinct()
        .toList();
  }
}
