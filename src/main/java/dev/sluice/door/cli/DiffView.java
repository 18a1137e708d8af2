package dev.sluice.door.cli;

import dev.sluice.diff.Change;
import dev.sluice.diff.FieldChange;
import dev.sluice.model.Failure;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans for people and for programs. */
final class DiffView {

  private DiffView() {}

  /** The plan of one target. */
  record Planned(TargetId target, Plan plan) {

    List<Step> steps() {
      return plan.phases().stream().flatMap(phase -> phase.steps().stream()).toList();
    }
  }

  static Table table(List<Planned> planned) {
    List<Table.Row> rows = new ArrayList<>();
    for (Planned one : planned) {
      one.steps().forEach(step -> rows.add(row(one.target(), step)));
    }
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "ACTION", "VERDICT", "OBJECT", "WHY"), rows);
  }

  static String summary(List<Planned> planned) {
    int steps = planned.stream().mapToInt(one -> one.steps().size()).sum();
    int unchanged = planned.stream().mapToInt(one -> one.plan().unchanged().size()).sum();
    return "%n%d target(s): %d object(s) with something to do, %d unchanged."
        .formatted(planned.size(), steps, unchanged);
  }

  static Map<String, Object> tree(List<Planned> planned, List<Failure> failures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("targets", planned.stream().map(DiffView::tree).toList());
    tree.put("failures", Trees.of(failures));
    return tree;
  }

  private static Map<String, Object> tree(Planned planned) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("repository", planned.target().repository());
    tree.put("environment", planned.target().environment());
    tree.put("application", planned.target().application());
    tree.put("steps", planned.steps().stream().map(DiffView::tree).toList());
    tree.put("unchanged", planned.plan().unchanged().size());
    return tree;
  }

  private static Map<String, Object> tree(Step step) {
    Change change = step.change();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("action", action(step));
    tree.put("verdict", change.verdict().word());
    tree.put("group", change.subject().key().group());
    tree.put("kind", change.subject().key().kind());
    tree.put("namespace", change.subject().key().namespace());
    tree.put("name", change.subject().key().name());
    tree.put("why", why(step));
    tree.put("fields", change.fields().stream().map(DiffView::tree).toList());
    if (step instanceof Step.Hold hold) {
      tree.put("failure", Trees.of(hold.failure()));
    }
    return tree;
  }

  private static Map<String, Object> tree(FieldChange field) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("path", field.path());
    tree.put("before", field.before());
    tree.put("after", field.after());
    tree.put("owner", field.owner());
    tree.put("since", field.since());
    return tree;
  }

  private static Table.Row row(TargetId target, Step step) {
    Change change = step.change();
    return new Table.Row(
        List.of(
            Table.Cell.plain(target.environment()),
            Table.Cell.plain(target.application()),
            new Table.Cell(action(step), tone(step)),
            Table.Cell.plain(change.verdict().word()),
            Table.Cell.plain(change.subject().key().toString()),
            Table.Cell.plain(why(step))),
        change.fields().stream().map(DiffView::line).toList());
  }

  private static String line(FieldChange field) {
    String before = field.before().isEmpty() ? "(none)" : field.before();
    String after = field.after().isEmpty() ? "(none)" : field.after();
    String owner = field.owner().isEmpty() ? "" : " (" + field.owner() + since(field) + ")";
    return field.path() + ": " + before + " → " + after + owner;
  }

  private static String since(FieldChange field) {
    return field.since().isEmpty() ? "" : ", " + field.since();
  }

  private static String why(Step step) {
    return switch (step) {
      case Step.Hold hold -> hold.failure().toString();
      case Step.Forget forget -> forget.why();
      case Step.Apply apply -> apply.change().why();
      case Step.Replace replace -> replace.change().why();
      case Step.Delete delete -> delete.change().why();
      case Step.Record kept -> kept.change().why();
    };
  }

  private static String action(Step step) {
    return switch (step) {
      case Step.Apply apply -> "apply";
      case Step.Replace replace -> "replace";
      case Step.Delete delete -> "delete";
      case Step.Forget forget -> "forget";
      case Step.Record kept -> "record";
      case Step.Hold hold -> "hold";
    };
  }

  private static Tone tone(Step step) {
    return switch (step) {
      case Step.Apply apply -> Tone.GOOD;
      case Step.Replace replace -> Tone.WARNING;
      case Step.Delete delete -> Tone.BAD;
      case Step.Forget forget -> Tone.PLAIN;
      case Step.Record kept -> Tone.PLAIN;
      case Step.Hold hold -> Tone.WARNING;
    };
  }
}
