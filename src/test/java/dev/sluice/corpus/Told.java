package dev.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
import dev.sluice.diff.FieldChange;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people are told of a run. */
final class Told {

  private Told() {}

  static Map<String, String> verdicts(Changes changes) {
    Map<String, String> verdicts = new TreeMap<>();
    for (Change change : changes.all()) {
      verdicts.put(name(change.subject().key()), change.verdict().word());
    }
    return verdicts;
  }

  static String name(ObjectKey key) {
    return key.kind() + "/" + key.name();
  }

  static String line(Change change) {
    return name(change.subject().key())
        + " "
        + change.verdict().word()
        + ": "
        + change.why()
        + " "
        + change.fields().stream().map(Told::line).toList();
  }

  static String all(CorpusRig.Run run) {
    return run.changes().all().stream().map(Told::line).toList()
        + " "
        + run.outcome().results().stream()
            .flatMap(result -> result.failure().stream())
            .map(Object::toString)
            .toList()
        + " "
        + run.live().warnings();
  }

  /** The words of the run are as expected; those of its verdicts were compared before. */
  static void holds(CorpusRig.Run run, Expected expected) {
    for (Change change : run.changes().all()) {
      String name = name(change.subject().key());
      if (expected.fields().containsKey(name)) {
        assertThat(change.fields().stream().map(Told::line).toList())
            .as(name)
            .isEqualTo(expected.fields().get(name));
      }
      assertThat(change.why()).as(name).contains(expected.why().getOrDefault(name, ""));
    }
    failures(run.outcome(), expected.fails());
    warnings(run.live().warnings(), expected.warnings());
    for (String secret : expected.hides()) {
      assertThat(all(run)).doesNotContain(secret);
    }
  }

  /**
   * Whether the queue would run the target again at once: it waits, a deletion has to be seen to be
   * over, or a controller wrote in between.
   */
  static boolean goesOn(Outcome outcome) {
    return outcome.waiting().isPresent()
        || outcome.results().stream()
            .anyMatch(result -> isStale(result) || (deletes(result) && result.failure().isEmpty()));
  }

  private static boolean deletes(Outcome.Result result) {
    return result.step() instanceof Step.Replace || result.step() instanceof Step.Delete;
  }

  private static boolean isStale(Outcome.Result result) {
    return result.failure().stream().anyMatch(failure -> failure.reason() == Reason.STATE_CONFLICT);
  }

  private static void failures(Outcome outcome, Map<String, String> expected) {
    Map<String, String> failures = new TreeMap<>();
    for (Outcome.Result result : outcome.results()) {
      result
          .failure()
          .filter(failure -> failure.reason() != Reason.STATE_CONFLICT)
          .ifPresent(failure ->
              failures.put(name(result.step().change().subject().key()), failure.toString()));
    }
    assertThat(failures.keySet()).as("%s", failures).isEqualTo(expected.keySet());
    expected.forEach((name, words) -> {
      String[] parts = words.split(": ", 2);
      assertThat(failures.get(name)).startsWith(parts[0]).contains(parts[parts.length - 1]);
    });
  }

  private static void warnings(List<String> told, List<String> expected) {
    assertThat(told).hasSameSizeAs(expected);
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i)).contains(expected.get(i));
    }
  }

  private static String line(FieldChange field) {
    String owner = field.owner().isEmpty() ? "" : " (" + field.owner() + ")";
    return field.path() + ": " + field.before() + " -> " + field.after() + owner;
  }
}
