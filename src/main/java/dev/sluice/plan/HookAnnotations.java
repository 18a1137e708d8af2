package dev.sluice.plan;

import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Gate;
import dev.sluice.plan.Hook.Deletion;
import dev.sluice.plan.Hook.Point;
import dev.sluice.yaml.Similar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what makes an object a hook: our own annotation, or else Argo CD's, or else Helm's. Words
 * of the other two that mean something else here, or nothing, are left out with a warning.
 */
final class HookAnnotations {

  /** What they mean by it here: when the same moment exists. */
  private static final Map<String, Point> ARGOCD =
      Map.of(
          "PreSync", Point.BEFORE_APPLY,
          "Sync", Point.AFTER_APPLY,
          "PostSync", Point.AFTER_APPLY,
          "SyncFail", Point.ON_FAILURE);

  private static final Map<String, Point> HELM =
      Map.of(
          "pre-install", Point.BEFORE_APPLY,
          "pre-upgrade", Point.BEFORE_APPLY,
          "post-install", Point.AFTER_APPLY,
          "post-upgrade", Point.AFTER_APPLY);

  private final Manifest manifest;
  private final List<String> warnings;

  HookAnnotations(Manifest manifest, List<String> warnings) {
    this.manifest = manifest;
    this.warnings = warnings;
  }

  /**
   * The hooks that an object is, one for each moment; none where it is skipped; empty where it is
   * an ordinary object.
   *
   * @throws Stopped {@code InvalidManifest} for a mistake in an annotation
   */
  Optional<List<Hook>> read() throws Stopped {
    if (!manifest.annotation(Labels.HOOK).isEmpty()) {
      return Optional.of(hooks(own(), Labels.HOOK_DELETE_POLICY, Waves.of(manifest)));
    }
    if (!manifest.annotation(Labels.ARGOCD_HOOK).isEmpty()) {
      Set<Point> points = counterparts(Labels.ARGOCD_HOOK, ARGOCD);
      return Optional.of(hooks(points, Labels.ARGOCD_HOOK_DELETE_POLICY, Waves.of(manifest)));
    }
    List<String> helm = words(Labels.HELM_HOOK);
    if (helm.isEmpty() || helm.equals(List.of("crd-install"))) {
      return Optional.empty(); // the order of kinds brings a CRD first anyway
    }
    int weight = Waves.number(manifest, Labels.HELM_HOOK_WEIGHT).orElse(Waves.of(manifest));
    return Optional.of(
        hooks(counterparts(Labels.HELM_HOOK, HELM), Labels.HELM_HOOK_DELETE_POLICY, weight));
  }

  private Set<Point> own() throws Stopped {
    Set<Point> points = EnumSet.noneOf(Point.class);
    List<String> known = Arrays.stream(Point.values()).map(Point::word).toList();
    for (String word : words(Labels.HOOK)) {
      points.add(
          Arrays.stream(Point.values())
              .filter(point -> point.word().equals(word))
              .findFirst()
              .orElseThrow(() ->
                  Waves.invalid(
                      manifest,
                      Labels.HOOK,
                      "there is no hook \"" + word + "\"",
                      Similar.to(word, known)
                          .map(near -> "Did you mean " + near + "?")
                          .orElse("Known: " + String.join(", ", known)))));
    }
    return points;
  }

  private Set<Point> counterparts(String annotation, Map<String, Point> known) {
    Set<Point> points = EnumSet.noneOf(Point.class);
    for (String word : words(annotation)) {
      Point point = known.get(word);
      if (point != null) {
        points.add(point);
      } else {
        warnings.add(
            "%s: %s is not applied as %s: %s"
                .formatted(manifest.origin(), manifest.key(), annotation, reason(word)));
      }
    }
    return points;
  }

  private static String reason(String word) {
    return word.equals("Skip")
        ? "Skip leaves it out"
        : word + " has no counterpart here, see docs/ordering.md";
  }

  private List<Hook> hooks(Set<Point> points, String policy, int weight) throws Stopped {
    Set<Deletion> deletion = deletion(policy);
    Gate.Reversible reversible = reversible();
    return points.stream()
        .map(point -> new Hook(manifest, point, weight, deletion, reversible))
        .toList();
  }

  private Gate.Reversible reversible() throws Stopped {
    String word = manifest.annotation(Labels.REVERSIBLE);
    return switch (word) {
      case "", "true" -> Gate.Reversible.YES;
      case "false" -> Gate.Reversible.NO;
      default ->
          throw Waves.invalid(
              manifest,
              Labels.REVERSIBLE,
              "\"" + word + "\" does not say whether it can be taken back",
              "Write \"true\" or \"false\"");
    };
  }

  private Set<Deletion> deletion(String annotation) throws Stopped {
    Set<Deletion> deletion = EnumSet.noneOf(Deletion.class);
    for (String word : words(annotation)) {
      // Argo CD writes HookSucceeded, Helm hook-succeeded.
      String plain = word.replace("-", "").toUpperCase(Locale.ROOT);
      deletion.add(
          Arrays.stream(Deletion.values())
              .filter(one -> one.name().replace("_", "").equals(plain))
              .findFirst()
              .orElseThrow(() ->
                  Waves.invalid(
                      manifest,
                      annotation,
                      "there is no policy \"" + word + "\"",
                      "Known: before-hook-creation, hook-succeeded, hook-failed")));
    }
    return deletion.isEmpty() ? EnumSet.of(Deletion.BEFORE_HOOK_CREATION) : deletion;
  }

  private List<String> words(String annotation) {
    List<String> words = new ArrayList<>();
    for (String word : manifest.annotation(annotation).split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
