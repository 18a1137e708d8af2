package dev.sluice.door.cli;

import dev.sluice.diff.Change;
import dev.sluice.diff.FieldChange;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans for people and for programs. */
final class PlanView {

  private PlanView() {}

  /**
   * The plan of one target.
   *
   * @param target the target
   * @param plan what would be done
   * @param hooks the hooks that would run around it, in their order
   * @param commits the commits behind the objects that Git changes, as far as they are known
   * @param daemon what the daemon last told of the target; empty when it never did
   */
  record Planned(
      TargetId target,
      Plan plan,
      List<Hook> hooks,
      Map<ObjectKey, CommitInfo> commits,
      Optional<Stored> daemon) {

    boolean hasWork() {
      return !plan.isEmpty() || !hooks.isEmpty();
    }

    List<Step> steps() {
      return plan.phases().stream().flatMap(phase -> phase.steps().stream()).toList();
    }

    /** What is left as it is, and worth a word all the same. */
    List<Change> remarks() {
      return plan.unchanged().stream().filter(change -> !change.why().isEmpty()).toList();
    }

    /** The commit behind a step; empty when it is not Git's, or not known. */
    Optional<CommitInfo> commit(Step step) {
      return Optional.ofNullable(commits.get(step.change().subject().key()));
    }
  }

  static Table table(List<Planned> planned) {
    List<Table.Row> rows = new ArrayList<>();
    for (Planned one : planned) {
      HookView.before(one).forEach(hook -> rows.add(HookView.row(one, hook)));
      one.steps().forEach(step -> rows.add(row(one, step)));
      HookView.after(one).forEach(hook -> rows.add(HookView.row(one, hook)));
      one.remarks().forEach(change -> rows.add(row(one, change)));
    }
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "ACTION", "VERDICT", "OBJECT", "WHY"), rows);
  }

  static String summary(List<Planned> planned) {
    int steps = planned.stream().mapToInt(one -> one.steps().size()).sum();
    int unchanged = planned.stream().mapToInt(one -> one.plan().unchanged().size()).sum();
    int hooks = planned.stream().mapToInt(one -> one.hooks().size()).sum();
    return "%n%d target(s): %d object(s) with something to do, %d unchanged%s."
        .formatted(
            planned.size(), steps, unchanged, hooks == 0 ? "" : ", " + hooks + " hook(s) to run");
  }

  /** What the daemon itself is held up by: why a plan may not have been carried out yet. */
  static List<String> daemon(List<Planned> planned) {
    List<String> lines = new ArrayList<>();
    for (Planned one : planned) {
      List<String> held = one.daemon().map(stored -> held(stored.status())).orElse(List.of());
      if (!held.isEmpty()) {
        lines.add("");
        lines.add(
            "The daemon on "
                + one.target().application()
                + " in "
                + one.target().environment()
                + ":");
        held.forEach(line -> lines.add("  " + line));
      }
    }
    return lines;
  }

  private static List<String> held(TargetStatus status) {
    List<String> lines = new ArrayList<>();
    if (!status.waitingFor().isEmpty()) {
      lines.add("waits for " + status.waitingFor());
    }
    status.failures().stream().map(Failure::toString).forEach(lines::add);
    return lines;
  }

  static Map<String, Object> tree(List<Planned> planned, List<Failure> failures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("targets", planned.stream().map(PlanView::tree).toList());
    tree.put("failures", Trees.of(failures));
    return tree;
  }

  private static Map<String, Object> tree(Planned planned) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("repository", planned.target().repository());
    tree.put("environment", planned.target().environment());
    tree.put("application", planned.target().application());
    tree.put("steps", planned.steps().stream().map(step -> tree(planned, step)).toList());
    tree.put("hooks", planned.hooks().stream().map(HookView::tree).toList());
    tree.put("remarks", planned.remarks().stream().map(PlanView::tree).toList());
    planned.daemon().ifPresent(stored -> tree.put("daemon", daemon(stored)));
    tree.put("unchanged", planned.plan().unchanged().size());
    return tree;
  }

  private static Map<String, Object> daemon(Stored stored) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sync", stored.status().sync().word());
    tree.put("revision", stored.status().revision());
    tree.put("waitingFor", stored.status().waitingFor());
    tree.put("failures", Trees.of(stored.status().failures()));
    return tree;
  }

  private static Map<String, Object> tree(Planned planned, Step step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("action", step.action());
    tree.putAll(tree(step.change()));
    tree.put("why", why(step));
    planned.commit(step).ifPresent(commit -> tree.put("commit", tree(commit)));
    if (step instanceof Step.Hold hold) {
      tree.put("failure", Trees.of(hold.failure()));
    }
    return tree;
  }

  private static Map<String, Object> tree(CommitInfo commit) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", commit.revision().commit());
    tree.put("author", commit.author());
    tree.put("time", commit.time().toString());
    tree.put("subject", commit.subject());
    return tree;
  }

  private static Map<String, Object> tree(Change change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", change.verdict().word());
    tree.put("group", change.subject().key().group());
    tree.put("kind", change.subject().key().kind());
    tree.put("namespace", change.subject().key().namespace());
    tree.put("name", change.subject().key().name());
    tree.put("why", change.why());
    tree.put("fields", change.fields().stream().map(PlanView::tree).toList());
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

  private static Table.Row row(Planned planned, Change remark) {
    return new Table.Row(
        List.of(
            Table.Cell.plain(planned.target().environment()),
            Table.Cell.plain(planned.target().application()),
            Table.Cell.plain("leave"),
            Table.Cell.plain(remark.verdict().word()),
            Table.Cell.plain(remark.subject().key().toString()),
            Table.Cell.plain(remark.why())),
        List.of());
  }

  private static Table.Row row(Planned planned, Step step) {
    Change change = step.change();
    List<String> details = new ArrayList<>(change.fields().stream().map(PlanView::line).toList());
    planned.commit(step).ifPresent(commit -> details.add("commit " + commit));
    return new Table.Row(
        List.of(
            Table.Cell.plain(planned.target().environment()),
            Table.Cell.plain(planned.target().application()),
            new Table.Cell(step.action(), tone(step)),
            Table.Cell.plain(change.verdict().word()),
            Table.Cell.plain(change.subject().key().toString()),
            Table.Cell.plain(why(step))),
        details);
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

  static String why(Step step) {
    return switch (step) {
      case Step.Hold hold -> hold.failure().toString();
      case Step.Forget forget -> forget.why();
      case Step.Apply apply -> apply.change().why();
      case Step.Replace replace -> replace.change().why();
      case Step.Delete delete -> delete.change().why();
      case Step.Record kept -> kept.change().why();
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
