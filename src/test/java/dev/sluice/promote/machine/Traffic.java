package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fields.Digests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.strategy.BlueGreenObjects;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.promote.strategy.Slots;
import dev.sluice.render.DesiredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a Service leads while releases stand in slots: composed as the cluster gets it, by a
 * Service and a Deployment that every release has.
 */
final class Traffic {

  private static final List<DesiredObject> OBJECTS =
      List.of(
          object(
              """
              {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
               "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}
              """),
          object(
              """
              {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
               "spec": {"selector": {"matchLabels": {"app": "web"}},
                "template": {"metadata": {"labels": {"app": "web"}},
                 "spec": {"containers": [{"name": "main", "image": "example.com/web"}]}}}}
              """));

  /** Which slots there are, and which one is tried. */
  private record State(Slot front, Optional<Slot> back, Slot tried) {}

  private final Map<State, Set<String>> served = new HashMap<>();

  /** One slot is served, and it is the one that the ledger says. */
  void check(List<Entry> newestFirst) {
    if (Course.of(newestFirst).orElse(null) instanceof Course.BlueGreen(Slots slots)) {
      State state =
          new State(
              slots.front().slot(), slots.back().map(Slots.Filled::slot), slots.newest().slot());
      assertThat(state.back()).as("two slots, not one").isNotEqualTo(Optional.of(state.front()));
      // Plain Services select by what all Pods have: the one time that two releases answer.
      if (!state.front().isPlain()) {
        assertThat(served.computeIfAbsent(state, Traffic::served))
            .as("served with %s", state)
            .containsExactly("web-" + state.front().name());
      }
    }
  }

  private static Set<String> served(State state) {
    try {
      List<Manifest> objects =
          BlueGreenObjects.compose(
                  side(state.front()), state.back().map(Traffic::side), state.tried())
              .objects()
              .stream()
              .map(DesiredObject::manifest)
              .toList();
      Map<String, Object> selector =
          objects.stream()
              .filter(one -> one.kind().kind().equals("Service") && one.name().equals("web"))
              .map(one -> Trees.map(Trees.map(one.content(), "spec"), "selector"))
              .findFirst()
              .orElseThrow();
      return objects.stream()
          .filter(one -> one.kind().kind().equals("Deployment"))
          .filter(one -> labels(one).entrySet().containsAll(selector.entrySet()))
          .map(Manifest::name)
          .collect(Collectors.toSet());
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static Map<String, Object> labels(Manifest deployment) {
    Map<String, Object> template = Trees.map(Trees.map(deployment.content(), "spec"), "template");
    return Trees.map(Trees.map(template, "metadata"), "labels");
  }

  private static BlueGreenObjects.Side side(Slot slot) {
    return new BlueGreenObjects.Side(slot, List.of(), OBJECTS);
  }

  private static DesiredObject object(String json) {
    Manifest manifest = TestAccess.manifest(json);
    return new DesiredObject(manifest, Digests.sha256(manifest.content()));
  }
}
