package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindStoreTest {

  private final KindStore store = new KindStore();

  @Test
  void anOlderEventDoesNotTakeALearnedAnswerBack() {
    store.replace(List.of(object("a", 5, "x")), 10);
    store.learn(object("a", 12, "y"));

    assertThat(store.put(object("a", 11, "x"))).isEmpty();

    assertThat(fingerprint("a")).isEqualTo("y");
  }

  @Test
  void theEventOfOurOwnWriteTellsNobodyAgain() {
    store.learn(object("a", 12, "y"));
    assertThat(store.put(object("a", 12, "y"))).isEmpty();
  }

  @Test
  void aVersionThatMovesAloneTellsNobodyButIsKept() {
    store.put(object("a", 5, "x"));

    assertThat(store.put(object("a", 6, "x"))).isEmpty();
    assertThat(store.find(key("a")).orElseThrow().resourceVersion()).isEqualTo("6");
  }

  @Test
  void versionsAreComparedAsNumbers() {
    store.put(object("a", 9, "x"));
    assertThat(store.put(object("a", 10, "y"))).isPresent();
  }

  @Test
  void aLateAnswerToAWriteThatWasUndoneMeanwhileIsIgnored() {
    store.put(object("a", 11, "x"));
    store.remove(object("a", 13, "x"));

    store.learn(object("a", 12, "y"));

    assertThat(store.find(key("a"))).isEmpty();
  }

  @Test
  void theDeletionOfAnObjectThatWasCreatedAnewSinceIsIgnored() {
    store.learn(object("a", 15, "new"));

    assertThat(store.remove(object("a", 13, "old"))).isEmpty();
    assertThat(fingerprint("a")).isEqualTo("new");
  }

  @Test
  void aListAfterAGapDeliversWhatWasDeletedInIt() {
    store.replace(List.of(object("a", 5, "x"), object("b", 6, "x")), 10);

    List<KindStore.Change> changes = store.replace(List.of(object("b", 6, "x")), 20);

    assertThat(changes)
        .singleElement()
        .matches(c -> c.last().key().name().equals("a") && c.now().isEmpty());
    assertThat(store.find(key("a"))).isEmpty();
  }

  @Test
  void aListDoesNotDeleteWhatWasWrittenAfterItWasMade() {
    store.replace(List.of(), 10);
    store.learn(object("a", 22, "x"));

    assertThat(store.replace(List.of(), 20)).isEmpty();
    assertThat(store.find(key("a"))).isPresent();
  }

  @Test
  void aClusterThatWasRestoredFromABackupStartsOver() {
    store.replace(List.of(object("a", 500, "new"), object("b", 510, "x")), 900);

    List<KindStore.Change> changes = store.replace(List.of(object("a", 40, "old")), 100);

    assertThat(changes).hasSize(2);
    assertThat(fingerprint("a")).isEqualTo("old");
    assertThat(store.find(key("b"))).isEmpty();
    store.learn(object("a", 101, "healed"));
    assertThat(fingerprint("a")).isEqualTo("healed");
  }

  @Test
  void aBookmarkMovesWhatHasBeenSeen() {
    store.passed(30);
    store.learn(object("a", 29, "x"));
    assertThat(store.find(key("a"))).isEmpty();
  }

  private String fingerprint(String name) {
    return store.find(key(name)).orElseThrow().fingerprint();
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("", "ConfigMap", "shop", name);
  }

  private static Observed object(String name, long version, String fingerprint) {
    return new Observed(
        key(name),
        ApiKind.of("v1", "ConfigMap"),
        "web",
        "uid-" + name,
        Long.toString(version),
        fingerprint,
        "",
        List.of(),
        Health.HEALTHY,
        false);
  }
}
