package dev.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
import dev.sluice.diff.Verdict;
import dev.sluice.kube.KindInfo;
import dev.sluice.model.ApiKind;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plays the story of one case, and holds every reconcile of it to what is expected. */
final class CaseRun implements AutoCloseable {

  private static final Set<String> WORDS = Set.of("title", "faked", "steps");

  private final CorpusRig rig;
  private final CaseFiles files;
  private final Map<String, Object> story;
  private final OtherWriters others;
  private final WebhookServer webhooks;
  private final List<Map<String, Object>> hooks = new ArrayList<>();

  CaseRun(RuleCase folder, KustomizeRenderer renderer, WebhookServer webhooks) throws Stopped {
    this.rig = new CorpusRig(renderer);
    this.files = new CaseFiles(folder, rig.namespace);
    this.others = new OtherWriters(rig);
    this.webhooks = webhooks;
    this.story = files.document("case.yaml");
    CaseStep.only(story, WORDS);
    assertThat(Trees.string(story, "title")).as("title").isNotEmpty();
  }

  void play() throws Stopped {
    play(CaseStep.all(story));
  }

  @Override
  public void close() {
    unhook();
    rig.close();
  }

  private void play(List<CaseStep> steps) throws Stopped {
    for (CaseStep step : steps) {
      switch (step) {
        case CaseStep.Setup(String file) -> files.documents(file).forEach(others::install);
        case CaseStep.Live(String file) -> files.documents(file).forEach(this::change);
        case CaseStep.Hook(String file) -> hook(file);
        case CaseStep.Unhook() -> unhook();
        case CaseStep.Reconcile reconcile -> reconcile(reconcile);
        case CaseStep.Repeat(int times, List<CaseStep> repeated) -> {
          for (int i = 0; i < times; i++) {
            play(repeated);
          }
        }
      }
    }
  }

  private void reconcile(CaseStep.Reconcile step) throws Stopped {
    if (!step.files().isEmpty()) {
      SortedMap<String, String> commit = new TreeMap<>();
      step.files().forEach(file -> commit.put(file, files.text(file)));
      rig.commit(step.target(), commit);
    }
    Expected expected = step.expected();
    CorpusRig.Run run = rig.reconcile(step.target());
    assertThat(Told.verdicts(run.changes()))
        .as("verdicts: %s", Told.all(run))
        .isEqualTo(expected.verdicts());
    Told.holds(run, expected);
    settle(step.target(), run.outcome());
    secondReconcile(step.target(), expected);
    cluster(expected);
  }

  /** What waits goes on by events; here the run is simply made again, as the queue would. */
  private void settle(String target, Outcome first) {
    Deque<Outcome> runs = new ArrayDeque<>(List.of(first));
    Eventually.holds(
        "nothing is waited for any more",
        () -> {
          if (!Told.goesOn(runs.getLast())) {
            return true;
          }
          runs.add(rig.reconcile(target).outcome());
          return false;
        });
  }

  private void secondReconcile(String target, Expected expected) throws Stopped {
    rig.requests.drain();
    CorpusRig.Run second = rig.reconcile(target);
    List<String> requests = rig.requests.drain();
    String all = Told.all(second);
    switch (expected.second()) {
      case SILENT -> {
        assertThat(requests).as("requests of the second reconcile: %s", all).isEmpty();
        assertSame(rig.compared(target));
      }
      case UNPREDICTED ->
          assertThat(requests).as("requests of the second reconcile: %s", all).isEmpty();
      case ASKS ->
          assertThat(requests)
              .as("the second reconcile: %s", all)
              .isNotEmpty()
              .noneMatch(CaseRun::isWrite);
      case REFUSED -> {
        assertThat(requests)
            .as("the second reconcile: %s", all)
            .anyMatch(line -> isWrite(line) && !isSuccess(line))
            .noneMatch(line -> isWrite(line) && isSuccess(line));
      }
    }
  }

  /** With no hash to go by, the dry run and the comparison by field say the same. */
  private static void assertSame(Changes changes) {
    for (Change change : changes.all()) {
      assertThat(change.verdict())
          .as("%s compared by field: %s", change.subject().key(), Told.line(change))
          .isIn(Verdict.SAME, Verdict.FOREIGN);
      assertThat(change.fields()).isEmpty();
    }
  }

  private static boolean isWrite(String request) {
    return !request.startsWith("GET ") && !request.contains("dryRun=All");
  }

  private static boolean isSuccess(String request) {
    return request.contains("-> 2");
  }

  private void cluster(Expected expected) throws Stopped {
    for (Map<String, Object> part : expected.live()) {
      Map<String, Object> found = others.read(named(part));
      assertThat(found).as("%s is there", part).isNotNull();
      Parts.assertHolds(part, found);
    }
    for (Map<String, Object> gone : expected.absent()) {
      assertThat(others.read(gone)).as("%s is gone", gone).isNull();
    }
    for (Map.Entry<String, String> one : expected.health().entrySet()) {
      Eventually.holds(
          one.getKey() + " is " + one.getValue(),
          () ->
              rig.inventory("web").entries().keySet().stream()
                  .filter(key -> Told.name(key).equals(one.getKey()))
                  .flatMap(key -> {
                    try {
                      return rig.observations().find(key).stream();
                    } catch (Stopped e) {
                      throw new AssertionError(e);
                    }
                  })
                  .anyMatch(seen -> seen.health().state().name().equalsIgnoreCase(one.getValue())));
    }
  }

  private static Map<String, Object> named(Map<String, Object> part) {
    Map<String, Object> named = new TreeMap<>();
    Map<String, Object> metadata = Trees.map(part, "metadata");
    named.put("apiVersion", Trees.string(part, "apiVersion"));
    named.put("kind", Trees.string(part, "kind"));
    named.put("name", Trees.string(metadata, "name"));
    named.put("namespace", Trees.string(metadata, "namespace"));
    return named;
  }

  /** A change is only reacted to once the watch has told of it. */
  private void change(Map<String, Object> change) {
    Optional<GenericKubernetesResource> now = others.change(change);
    ApiKind kind = ApiKind.of(Trees.string(change, "apiVersion"), Trees.string(change, "kind"));
    String namespace = Trees.string(change, "namespace");
    boolean cluster = others.info(kind).scope() == KindInfo.Scope.CLUSTER;
    ObjectKey key =
        new ObjectKey(
            kind.group(),
            kind.kind(),
            cluster ? "" : namespace.isEmpty() ? rig.namespace : namespace,
            Trees.string(change, "name"));
    Eventually.holds(
        "the watch has told of " + key,
        () -> {
          var seen = rig.observations().find(key);
          return now.isEmpty()
              ? seen.isEmpty() || seen.get().terminating()
              : seen.isEmpty()
                  || Long.parseLong(seen.get().resourceVersion())
                      >= Long.parseLong(now.get().getMetadata().getResourceVersion());
        });
  }

  private void hook(String file) {
    String name = TestCluster.uniqueName(rig.namespace + "-hook");
    Map<String, Object> given = files.document(file);
    Map<String, Object> registered = webhooks.register(name, rig.namespace, given);
    others.install(registered);
    hooks.add(registered);
    Map<String, Object> probe = Trees.map(given, "probe");
    webhooks.awaitInForce(name, () -> others.probe(probe));
  }

  private void unhook() {
    for (Map<String, Object> hook : hooks) {
      others
          .resource(
              ApiKind.of(Trees.string(hook, "apiVersion"), Trees.string(hook, "kind")),
              "",
              Trees.string(Trees.map(hook, "metadata"), "name"))
          .delete();
    }
    hooks.clear();
  }
}
