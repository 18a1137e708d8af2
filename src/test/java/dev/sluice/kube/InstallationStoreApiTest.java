package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Installation;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.TestCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstallationStoreApiTest {

  private final String namespace = TestCluster.newNamespace("installation");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void isDecidedOnceAndStaysOverRestarts() throws Stopped {
    InstallationStore store = store(namespace);
    Installation first = store.establish();
    requests.drain();

    assertThat(store.establish()).isEqualTo(first);
    assertThat(requests.drain()).isEmpty();
    assertThat(store(namespace).establish()).isEqualTo(first);
    assertThat(stored()).containsEntry("id", first.id());
  }

  @Test
  void comesBackAsItWasWhenSomebodyDeletedIt() throws Stopped {
    Installation first = store(namespace).establish();
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName(InstallationStore.NAME)
        .delete();

    assertThat(store(namespace).establish()).isEqualTo(first);
  }

  @Test
  void isAnotherOneInAnotherNamespace() throws Stopped {
    assertThat(store(TestCluster.newNamespace("installation")).establish())
        .isNotEqualTo(store(namespace).establish());
  }

  @Test
  void isTakenAlongFromAnotherCluster() throws Stopped {
    store(namespace).establish();
    write("moved123");

    assertThat(store(namespace).establish()).isEqualTo(new Installation("moved123"));
  }

  @Test
  void whatIsNoIdIsNamedWithItsPlace() throws Stopped {
    store(namespace).establish();
    write("Not An Id");

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> store(namespace).establish());

    assertThat(stopped.failure().reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(stopped.failure().message())
        .contains(namespace + "/" + InstallationStore.NAME)
        .contains("data.id");
  }

  @Test
  void aCommandLooksWithoutWriting() throws Stopped {
    assertThat(store(namespace).look()).isEqualTo(store(namespace).look());
    assertThat(store("nowhere").look()).isEqualTo(Installation.NOT_YET);
    assertThat(requests.drain()).allMatch(request -> request.startsWith("GET "));

    Installation before = store(namespace).look();
    assertThat(store(namespace).establish()).isEqualTo(before);
    assertThat(store(namespace).look()).isEqualTo(before);
  }

  private InstallationStore store(String where) throws Stopped {
    return new InstallationStore(clusters.get("").cluster(), where);
  }

  private Map<String, String> stored() {
    return TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName(InstallationStore.NAME)
        .get()
        .getData();
  }

  private void write(String id) {
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName(InstallationStore.NAME)
        .edit(map -> {
          map.getData().put("id", id);
          return map;
        });
  }
}
