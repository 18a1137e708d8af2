package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.live.ObjectState;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * In which wave an object is applied: a whole number in an annotation, 0 where there is none. Lower
 * waves come first. Argo CD's annotation means the same and is honoured.
 */
public final class Waves {

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");
  private static final List<String> ANNOTATIONS = List.of(Labels.WAVE, Labels.ARGOCD_WAVE);

  private Waves() {}

  /**
   * The wave of an object that Git wants.
   *
   * @throws Stopped {@code InvalidManifest} for a value that is no whole number, and for two
   *     annotations that contradict each other
   */
  public static int of(Manifest manifest) throws Stopped {
    OptionalInt own = number(manifest, Labels.WAVE);
    OptionalInt argo = number(manifest, Labels.ARGOCD_WAVE);
    if (own.isPresent() && argo.isPresent() && own.getAsInt() != argo.getAsInt()) {
      throw invalid(
          manifest,
          Labels.WAVE,
          "is " + own.getAsInt() + ", while " + Labels.ARGOCD_WAVE + " is " + argo.getAsInt(),
          "Keep one of the two, or give both the same number");
    }
    return own.orElse(argo.orElse(0));
  }

  /** The wave of an object of a plan; what left Git still says it by its live annotation. */
  public static int of(Change change) {
    return change
        .subject()
        .desired()
        .map(desired -> ANNOTATIONS.stream().map(name -> desired.manifest().annotation(name)))
        .orElseGet(() ->
            change.subject().state() instanceof ObjectState.Present(LiveObject live, var ignored)
                ? ANNOTATIONS.stream().map(live::annotation)
                : Stream.empty())
        .filter(value -> NUMBER.matcher(value).matches())
        .findFirst()
        .map(Integer::parseInt)
        .orElse(0);
  }

  /** A whole number in an annotation; empty where it is not there. */
  static OptionalInt number(Manifest manifest, String annotation) throws Stopped {
    String value = manifest.annotation(annotation);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!NUMBER.matcher(value).matches()) {
      throw invalid(
          manifest,
          annotation,
          "must be a whole number of at most nine digits, but is \"" + value + "\"",
          "For example \"-1\", \"0\" or \"5\"; lower ones come first");
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  static Stopped invalid(Manifest manifest, String annotation, String message, String remedy) {
    return new Stopped(
        Failure.at(
            Reason.INVALID_MANIFEST,
            manifest.origin(),
            "metadata.annotations[" + annotation + "]",
            manifest.key() + ": " + message,
            remedy));
  }
}
