package dev.sluice.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.render.DesiredObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody else does while an object is taken over. */
class AdopterTest {

  private static final ObjectKey KEY = new ObjectKey("", "ConfigMap", "web-dev", "a");
  private static final LiveObject LIVE = MemoryCluster.live(KEY);
  private static final Manifest MANIFEST =
      new Manifest(MemoryCluster.KIND, "web-dev", "a", Map.of(), Origin.UNKNOWN);

  private final MemoryCluster cluster = new MemoryCluster();
  private final Adopter adopter = new Adopter(cluster);

  @Test
  void aStatusThatMovesOnDoesNotStandInTheWay() throws Stopped {
    cluster.put(KEY);
    cluster.conflict(3);

    adopter.adopt(subject(new Prediction.Predicted(LIVE)), MANIFEST);

    assertThat(cluster.amended()).containsExactly(KEY);
    assertThat(cluster.applied()).containsExactly(KEY);
  }

  @Test
  void whoeverWritesWithoutEndIsLookedAtAnewInTheNextRun() {
    cluster.put(KEY);
    cluster.conflict(100);

    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> adopter.adopt(subject(new Prediction.Predicted(LIVE)), MANIFEST));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(cluster.applied()).isEmpty();
  }

  @Test
  void anotherObjectOfThatNameIsNotTheOneThatThePlanShowed() {
    cluster.put(KEY);
    cluster.conflict(1);
    LiveObject former =
        new LiveObject(
            Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("uid", "another one")));
    var state = new ObjectState.Present(former, new Prediction.Predicted(former));

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> adopter.adopt(subject(state), MANIFEST));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(cluster.amended()).isEmpty();
    assertThat(cluster.applied()).isEmpty();
  }

  @Test
  void withoutADryRunTheApplyComesFirst() throws Stopped {
    cluster.put(KEY);

    adopter.adopt(subject(new Prediction.Unpredicted("a webhook refuses dry runs")), MANIFEST);

    assertThat(cluster.applied()).containsExactly(KEY);
    assertThat(cluster.amended()).containsExactly(KEY);
  }

  private static Subject subject(Prediction prediction) {
    return subject(new ObjectState.Present(LIVE, prediction));
  }

  private static Subject subject(ObjectState state) {
    return new Subject(
        KEY,
        MemoryCluster.KIND,
        Optional.of(new DesiredObject(MANIFEST, "digest")),
        Optional.empty(),
        state);
  }
}
