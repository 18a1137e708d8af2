package dev.sluice.door.cli;

import dev.sluice.diff.Change;
import dev.sluice.diff.Sides;
import dev.sluice.door.cli.PlanView.Planned;
import dev.sluice.git.TextDiff;
import dev.sluice.model.ObjectKey;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans as a unified diff of the objects in YAML, as the cluster has them and as it would have
 * them. Lines of comment say why; so no step is ever shown as nothing.
 */
final class UnifiedView {

  private static final String NOTHING = "/dev/null";

  private UnifiedView() {}

  static String text(List<Planned> planned) {
    StringBuilder text = new StringBuilder();
    for (Planned one : planned) {
      for (Step step : one.steps()) {
        step(text, one, step);
      }
    }
    return text.toString();
  }

  private static void step(StringBuilder text, Planned planned, Step step) {
    Change change = step.change();
    ObjectKey key = change.subject().key();
    text.append("# ").append(key).append(": ").append(change.verdict().word());
    text.append(": ").append(oneLine(PlanView.why(step))).append('\n');
    planned.commit(step).ifPresent(commit -> text.append("# commit ").append(commit).append('\n'));
    Sides sides = Sides.of(change);
    String hunks = TextDiff.hunks(yaml(sides.before()), yaml(sides.after()));
    if (!hunks.isEmpty()) {
      String path = path(planned, key);
      text.append("--- ").append(sides.before().isEmpty() ? NOTHING : "a/" + path).append('\n');
      text.append("+++ ").append(sides.after().isEmpty() ? NOTHING : "b/" + path).append('\n');
      text.append(hunks);
    }
    text.append('\n');
  }

  private static String path(Planned planned, ObjectKey key) {
    String kind = key.group().isEmpty() ? key.kind() : key.kind() + "." + key.group();
    String place = key.namespace().isEmpty() ? "" : key.namespace() + "/";
    return planned.target().environment()
        + "/"
        + planned.target().application()
        + "/"
        + place
        + kind
        + "/"
        + key.name()
        + ".yaml";
  }

  private static String yaml(Map<String, Object> tree) {
    return tree.isEmpty() ? "" : Trees.yaml(ordered(tree));
  }

  /** Both sides in one order, whichever way each of them was written. */
  private static Object ordered(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, element) -> sorted.put((String) key, ordered(element)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(UnifiedView::ordered).toList();
      default -> value;
    };
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }
}
