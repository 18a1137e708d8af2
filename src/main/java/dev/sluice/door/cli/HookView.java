package dev.sluice.door.cli;

import dev.sluice.door.cli.PlanView.Planned;
import dev.sluice.model.ObjectKey;
import dev.sluice.plan.Hook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hooks that a plan would run, for people and for programs. */
final class HookView {

  private HookView() {}

  /** Those that come before any step. */
  static List<Hook> before(Planned planned) {
    return planned.hooks().stream()
        .filter(hook -> hook.point() == Hook.Point.BEFORE_APPLY)
        .toList();
  }

  /** Those that come when something is applied. */
  static List<Hook> after(Planned planned) {
    return planned.hooks().stream()
        .filter(hook -> hook.point() != Hook.Point.BEFORE_APPLY)
        .toList();
  }

  static Table.Row row(Planned planned, Hook hook) {
    return Table.Row.of(
        Table.Cell.plain(planned.target().environment()),
        Table.Cell.plain(planned.target().application()),
        new Table.Cell("run", Tone.GOOD),
        Table.Cell.plain("Hook"),
        Table.Cell.plain(key(hook).toString()),
        Table.Cell.plain(why(hook)));
  }

  static Map<String, Object> tree(Hook hook) {
    ObjectKey key = key(hook);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("point", hook.point().word());
    tree.put("weight", hook.weight());
    tree.put("group", key.group());
    tree.put("kind", key.kind());
    tree.put("namespace", key.namespace());
    tree.put("name", key.name());
    tree.put("why", why(hook));
    return tree;
  }

  private static ObjectKey key(Hook hook) {
    return hook.manifest().key();
  }

  private static String why(Hook hook) {
    return hook.point().word()
        + ", once for the revision: "
        + when(hook.point())
        + switch (hook.reversible()) {
          case YES -> "";
          case NO -> "; it cannot be taken back, so nothing is rolled back by itself after it";
        };
  }

  private static String when(Hook.Point point) {
    return switch (point) {
      case BEFORE_APPLY -> "before anything is written";
      case BEFORE_DELETE -> "when everything is applied, before the deletions";
      case AFTER_APPLY -> "when everything is applied and healthy";
      case ON_FAILURE -> "when the sync has failed";
    };
  }
}
