package dev.sluice.kube;

import static dev.sluice.kube.TestAccess.configMap;
import static dev.sluice.kube.TestAccess.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Cluster.Ownership;
import dev.sluice.kube.Cluster.Persistence;
import dev.sluice.model.ApiKind;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedKindsApiTest {

  private static final ApiKind CONFIG_MAP = ApiKind.of("v1", "ConfigMap");

  private final String namespace = TestCluster.newNamespace("watched");
  private final String target = namespace + "-target";
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void knowsWhatIsThereAndWhatChanges() throws Stopped {
    apply("old", "1");
    Observations observations = clusters.get("").observations();
    List<String> heard = new CopyOnWriteArrayList<>();
    observations.subscribe(
        (whose, key, now) -> heard.add(whose + " " + key.name() + " " + now.isPresent()));

    assertThat(observations.watch(Set.of(CONFIG_MAP))).isEmpty();
    assertThat(observations.current(CONFIG_MAP)).isTrue();
    assertThat(observations.of(target)).extracting(o -> o.key().name()).containsExactly("old");

    apply("new", "1");
    until("the new one is seen", () -> observations.find(key("new")).isPresent());
    TestCluster.admin().configMaps().inNamespace(namespace).withName("old").delete();
    until("the old one is gone", () -> observations.find(key("old")).isEmpty());
    assertThat(heard)
        .containsSubsequence(target + " new true", target + " old false")
        .contains(target + " old true");
  }

  @Test
  void noticesWhenSomebodyTakesTheLabelAway() throws Stopped {
    apply("a", "1");
    Observations observations = clusters.get("").observations();
    observations.watch(Set.of(CONFIG_MAP));

    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName("a")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"sluice.dev/target\":null}}}");

    until("it left the watch", () -> observations.find(key("a")).isEmpty());
  }

  @Test
  void learnsAnAnswerAtOnceAndIsNotTakenBackByOlderEvents() throws Stopped {
    Observations observations = clusters.get("").observations();
    observations.watch(Set.of(CONFIG_MAP));
    List<Optional<Observed>> heard = new CopyOnWriteArrayList<>();
    observations.subscribe((whose, key, now) -> {
      if (whose.equals(target)) {
        heard.add(now);
      }
    });

    for (int round = 0; round < 50; round++) {
      Observed learned = observations.learn(apply("a", "value-" + round));
      assertThat(observations.find(CONFIG_MAP, key("a")).orElseThrow().resourceVersion())
          .isEqualTo(learned.resourceVersion());
    }
    String last = observations.find(key("a")).orElseThrow().resourceVersion();
    until(
        "all events are in",
        () -> {
          apply("end", "1");
          return observations.find(key("end")).isPresent();
        });
    assertThat(observations.find(key("a")).orElseThrow().resourceVersion()).isEqualTo(last);
  }

  @Test
  void anAnswerThatArrivesAfterTheDeletionBringsNothingBack() throws Stopped {
    Observations observations = clusters.get("").observations();
    observations.watch(Set.of(CONFIG_MAP));
    LiveObject late = apply("a", "1");
    until("it is seen", () -> observations.find(key("a")).isPresent());
    TestCluster.admin().configMaps().inNamespace(namespace).withName("a").delete();
    until("it is gone", () -> observations.find(key("a")).isEmpty());

    observations.learn(late);

    assertThat(observations.find(key("a"))).isEmpty();
  }

  @Test
  void saysWhichRightIsMissing() throws Stopped {
    try (Clusters plain = TestAccess.clusters(TestCluster.AUDITED.name(), RequestListener.NONE)) {
      ApiKind secret = ApiKind.of("v1", "Secret");
      var failures = plain.get("").observations().watch(Set.of(secret));

      assertThat(failures.get(secret).reason()).isEqualTo(Reason.WATCH_FORBIDDEN);
      assertThat(failures.get(secret).remedy())
          .contains(
              "{apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"get\", \"list\", \"watch\"]}");
    }
  }

  @Test
  void aKindThatIsNotServedFailsAlone() throws Stopped {
    ApiKind nothing = ApiKind.of("nothing.example/v1", "Nothing");
    var failures = clusters.get("").observations().watch(Set.of(nothing, CONFIG_MAP));

    assertThat(failures).containsOnlyKeys(nothing);
    assertThat(failures.get(nothing).reason()).isEqualTo(Reason.UNKNOWN_KIND);
    assertThat(clusters.get("").observations().current(CONFIG_MAP)).isTrue();
  }

  @Test
  void costsNothingWhileNothingHappens() throws Stopped {
    Observations observations = clusters.get("").observations();
    observations.watch(Set.of(CONFIG_MAP));
    until("the watch is open", () -> requests.all().stream().anyMatch(r -> r.startsWith("WATCH")));
    requests.drain();

    observations.watch(Set.of(CONFIG_MAP));
    observations.of(target);

    assertThat(requests.drain()).isEmpty();
  }

  private LiveObject apply(String name, String value) {
    try {
      return clusters
          .get("")
          .cluster()
          .apply(configMap(namespace, name, target, value), Persistence.STORED, Ownership.FORCE);
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }

  private ObjectKey key(String name) {
    return new ObjectKey("", "ConfigMap", namespace, name);
  }
}
