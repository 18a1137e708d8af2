package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerKeyStoreApiTest {

  private final String namespace = TestCluster.newNamespace("ledger-key");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void isMadeOnceAndStaysOverRestarts() throws Stopped {
    LedgerKeyStore store = store(List.of());
    LedgerKeys first = store.establish();
    requests.drain();

    assertThat(store.establish()).isSameAs(first);
    assertThat(requests.drain()).isEmpty();
    LedgerKeys again = store(List.of()).establish();
    assertThat(again.own()).isEqualTo(first.own());
    assertThat(again.verify(first.own(), "entry", first.sign("entry"))).isTrue();
    assertThat(stored().getImmutable()).isTrue();
  }

  @Test
  void whoStartsTogetherAgreesOnOneKey() throws Exception {
    Set<String> keys = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> start = () -> store(List.of()).establish().own();
      for (Future<String> key :
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList())) {
        keys.add(key.get());
      }
    }
    assertThat(keys).containsExactly(store(List.of()).establish().own());
  }

  @Test
  void otherDaemonsAreTrustedWhenTheyAreNamed() throws Stopped {
    Ed25519Keys other = Ed25519Keys.generate();
    String signature = other.sign("entry");

    assertThat(store(List.of()).establish().verify(other.own(), "entry", signature)).isFalse();
    assertThat(
            store(List.of(other.publicKey())).establish().verify(other.own(), "entry", signature))
        .isTrue();
  }

  @Test
  void whatIsNoPairIsNamedWithItsPlaceAndNothingOfIt() throws Stopped {
    store(List.of()).establish();
    String secret = stored().getData().get("private-key");
    replace(Map.of("private-key", secret, "public-key", "bm90IGEga2V5"));

    Failure failure =
        catchThrowableOfType(Stopped.class, () -> store(List.of()).establish()).failure();

    assertThat(failure.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(failure.toString())
        .contains(namespace + "/" + LedgerKeyStore.NAME, "data.private-key")
        .doesNotContain(secret, "not a key", "bm90IGEga2V5");
  }

  @Test
  void aPublicKeyOfAnotherPairIsNoticed() throws Stopped {
    store(List.of()).establish();
    String secret = stored().getData().get("private-key");
    delete();
    store(List.of()).establish();
    replace(Map.of("private-key", secret, "public-key", stored().getData().get("public-key")));

    assertThat(catchThrowableOfType(Stopped.class, () -> store(List.of()).establish())).isNotNull();
  }

  private LedgerKeyStore store(List<String> trusted) throws Stopped {
    return new LedgerKeyStore(clusters.get("").cluster(), namespace, trusted);
  }

  private Secret stored() {
    return TestCluster.admin().secrets().inNamespace(namespace).withName(LedgerKeyStore.NAME).get();
  }

  private void delete() {
    TestCluster.admin().secrets().inNamespace(namespace).withName(LedgerKeyStore.NAME).delete();
  }

  private void replace(Map<String, String> data) {
    delete();
    TestCluster.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(LedgerKeyStore.NAME)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }
}
