package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.TestCluster;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Hooks of a daemon that dies after any of its writes. */
class HooksCrashApiTest extends OrderedRig {

  @Test
  void deathAtAnyWriteRunsAHookOnce() throws Exception {
    Manifest[] all = {
      job("migrate", hook("before-apply")),
      configMap("settings", "one", ""),
      job("smoke", hook("after-apply"))
    };
    int writes = 0;
    while (diesAt(writes + 1, all)) {
      writes++;
    }
    assertThat(writes).as("writes of a release with two hooks").isGreaterThanOrEqualTo(6);
  }

  /** One release that dies after a write, its answer unread, and a life that goes on from there. */
  private boolean diesAt(int fatal, Manifest[] all) throws Exception {
    rig.close();
    namespace = TestCluster.newNamespaceForPods("order");
    target = ClusterRig.target(namespace, "shop", SyncPolicy.DEFAULT);
    String state = TestCluster.newNamespace("order-state");
    boolean[] dead = new boolean[1];
    ApiProxy.Interference death =
        (method, path, write) -> {
          synchronized (dead) {
            if (dead[0]) {
              return ApiProxy.Fate.LOST;
            }
            dead[0] = write == fatal;
            return dead[0] ? ApiProxy.Fate.ANSWER_LOST : ApiProxy.Fate.PASS;
          }
        };
    Map<String, String> created = new HashMap<>();
    try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death)) {
      rig = new ClusterRig(proxy.kubeconfig(folder), state);
      release(all, created, () -> dead[0]);
    } catch (Stopped end) {
      assertThat(dead[0]).as("it ended by death and nothing else: " + end).isTrue();
    } finally {
      rig.close();
    }
    rig = new ClusterRig(TestCluster.shared().kubeconfig("admin"), state);
    release(all, created, () -> false);
    assertThat(configMap("settings").getData()).containsEntry("value", "one");
    assertThat(created.keySet())
        .as("runs of hooks after death at write " + fatal)
        .containsExactlyInAnyOrder(
            "migrate-before-apply-a1a1a1a1a1a1", "smoke-after-apply-a1a1a1a1a1a1");
    rig.requests.drain();
    assertThat(run(FIRST, all).complete()).isTrue();
    assertThat(rig.requests.drain()).isEmpty();
    return dead[0];
  }

  /** Runs until all of it is done, or until death; every Job ends well, and none comes twice. */
  private void release(Manifest[] all, Map<String, String> created, BooleanSupplier dead)
      throws Stopped {
    boolean[] done = new boolean[1];
    Set<String> ended = new HashSet<>(created.keySet());
    TestAccess.until(
        "the release is done, or dead",
        () -> {
          try {
            done[0] = run(FIRST, all).complete();
          } catch (Stopped stopped) {
            assertThat(dead.getAsBoolean()).as(stopped.toString()).isTrue();
          }
          admin
              .batch()
              .v1()
              .jobs()
              .inNamespace(namespace)
              .list()
              .getItems()
              .forEach(job -> {
                String name = job.getMetadata().getName();
                String uid = job.getMetadata().getUid();
                assertThat(created.putIfAbsent(name, uid)).as(name).isIn(null, uid);
                if (ended.add(name)) {
                  end(name, "Succeeded", "");
                }
              });
          return done[0] || dead.getAsBoolean();
        });
  }
}
