package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.resource.LedgerSegmentResource;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.Ledger.Appended;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.LedgerStore.Written;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.testing.TestCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ledger in the cluster is the same ledger: linear, only added to, and one of two wins. */
class LedgerObjectsApiTest {

  private final String namespace = TestCluster.newNamespace("ledger");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);
  private final Clusters elsewhere = TestAccess.clusters("admin", RequestListener.NONE);
  private final LedgerKeys keys = Ed25519Keys.generate();
  private final List<String> moved = new CopyOnWriteArrayList<>();
  private final List<CustomResourceLedgers> open = new ArrayList<>();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    open.forEach(CustomResourceLedgers::close);
    clusters.close();
    elsewhere.close();
  }

  @Test
  void whatIsAppendedIsReadAgainAndSurvivesARestart() throws Stopped {
    Ledger ledger = ledger(one());
    assertThat(ledger.read()).isEqualTo(LedgerState.EMPTY);

    LedgerState first = accepted(ledger.append(ledger.read(), List.of(release(1, "shop"))));
    LedgerState second =
        accepted(ledger.append(first, List.of(release(1, "blog"), release(2, "shop"), freeze())));

    assertThat(second.history("shop")).containsExactly(release(2, "shop"), release(1, "shop"));
    assertThat(second.history("blog")).containsExactly(release(1, "blog"));
    assertThat(ledger(one()).read()).isEqualTo(second);
  }

  @Test
  void onceWatchedReadingAsksForNothingAndEveryAppendIsOneRequest() throws Stopped {
    CustomResourceLedgers ledgers = one();
    Ledger ledger = ledger(ledgers);
    LedgerState base = accepted(ledger.append(ledger.read(), List.of(release(1, "shop"))));
    TestAccess.until("the watch has begun", ledgers::isWatched);
    requests.drain();

    for (long number = 2; number < 6; number++) {
      assertThat(ledger.read()).isEqualTo(base);
      base = accepted(ledger.append(base, List.of(release(number, "shop"))));
    }
    assertThat(requests.drain()).hasSize(4).allMatch(request -> request.startsWith("PUT "));
  }

  @Test
  void whoWritesSecondLosesAndSeesWhatWonFirst() throws Stopped {
    Ledger ours = ledger(one());
    Ledger theirs = ledger(other());
    LedgerState base = accepted(ours.append(ours.read(), List.of(release(1, "shop"))));
    assertThat(theirs.read()).isEqualTo(base);

    LedgerState won = accepted(ours.append(base, List.of(release(2, "shop"))));
    Appended second = theirs.append(base, List.of(release(1, "blog")));

    assertThat(second).isEqualTo(new Appended.Lost(won));
    LedgerState both = accepted(theirs.append(won, List.of(release(1, "blog"))));
    TestAccess.until("the other's entry arrived", () -> moved.contains("config/prod"));
    TestAccess.until("it is read without a request", () -> read(ours).equals(both));
  }

  @Test
  void twoFirstEntriesMeetAndOneWins() throws Stopped {
    Ledger ours = ledger(one());
    Ledger theirs = ledger(other());
    LedgerState base = theirs.read();
    LedgerState won = accepted(ours.append(ours.read(), List.of(release(1, "shop"))));

    assertThat(theirs.append(base, List.of(release(1, "blog")))).isEqualTo(new Appended.Lost(won));
  }

  @Test
  void aWriteWhoseAnswerWasLostIsTheSameWriteAgain() throws Stopped {
    var files = one().of("config", "prod");
    var stale = other().of("config", "prod");
    var base = stale.read();
    Map<String, String> changed = Map.of("shop.jsonl", "head\nline 1\n");
    Written won = files.write(base, changed, "", Instant.EPOCH);

    // The other one stands for the same daemon that has not heard the answer.
    assertThat(stale.write(base, changed, "", Instant.EPOCH))
        .isIn(won, new Written.Lost(won.now()));
    assertThat(stale.read()).isEqualTo(won.now());
  }

  @Test
  void aFullSegmentIsFollowedByTheNextOne() throws Stopped {
    var files = one().of("config", "prod");
    String text = "head\n";
    var now = files.read();
    for (int i = 1; i <= 6; i++) {
      text = "head\n" + ("line " + i + " " + "\"x\"".repeat(20_000)) + text.substring(4);
      now = files.write(now, Map.of("shop.jsonl", text), "", Instant.EPOCH).now();
    }
    assertThat(now.texts()).containsEntry("shop.jsonl", text);
    assertThat(now.tip()).startsWith("2@");
    assertThat(one().of("config", "prod").read()).isEqualTo(now);
    assertThat(stored()).hasSize(2);
  }

  @Test
  void aFileBeginsAnewInOneStepWhereThatIsPossible() throws Stopped {
    var files = one().of("config", "prod");
    var now =
        files
            .write(
                files.read(),
                Map.of("log", "head\n2\n1\n", "other", "head\nx\n"),
                "",
                Instant.EPOCH)
            .now();
    var stale = now;

    now = files.begin(now, "log", "head\n3\n", "", Instant.EPOCH).now();

    assertThat(now.texts()).isEqualTo(Map.of("log", "head\n3\n", "other", "head\nx\n"));
    assertThat(one().of("config", "prod").read()).isEqualTo(now);
    assertThat(stored()).hasSize(1);
    assertThat(files.begin(stale, "log", "head\n4\n", "", Instant.EPOCH))
        .isEqualTo(new Written.Lost(now));

    String much = "line " + "x".repeat(300_000);
    now = files.write(now, Map.of("log", "head\n" + much + "\n3\n"), "", Instant.EPOCH).now();
    now = files.write(now, Map.of("log", "head\n5\n" + much + "\n3\n"), "", Instant.EPOCH).now();
    now = files.begin(now, "log", "head\n6\n", "", Instant.EPOCH).now();
    assertThat(now.texts()).containsEntry("log", "head\n6\n5\n" + much + "\n3\n");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItIsSent() throws Stopped {
    var files = one().of("config", "prod");
    String text = "head\n" + "x".repeat(1_100_000) + "\n";

    Stopped stopped =
        catchThrowableOfType(
            Stopped.class,
            () -> files.write(files.read(), Map.of("shop.jsonl", text), "", Instant.EPOCH));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.OBJECT_TOO_LARGE);
    assertThat(stored()).isEmpty();
  }

  @Test
  void aSegmentThatSomebodyDeletedIsMissed() throws Stopped {
    var files = one().of("config", "prod");
    String text = "head\n" + "x".repeat(300_000) + "\n";
    var now = files.write(files.read(), Map.of("a.jsonl", text), "", Instant.EPOCH).now();
    files.write(now, Map.of("b.jsonl", "head\nline\n"), "", Instant.EPOCH);
    TestCluster.admin()
        .resource(
            stored().stream().filter(one -> one.getSpec().segment() == 1).findFirst().orElseThrow())
        .delete();

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> other().of("config", "prod").read());

    assertThat(stopped.failure().reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(stopped.failure().message()).contains("LedgerSegment 1 of prod");
  }

  private CustomResourceLedgers one() throws Stopped {
    return ledgers(clusters);
  }

  private CustomResourceLedgers other() throws Stopped {
    return ledgers(elsewhere);
  }

  private CustomResourceLedgers ledgers(Clusters access) throws Stopped {
    CustomResourceLedgers ledgers =
        new CustomResourceLedgers(
            access.get(""),
            namespace,
            (repository, environment) -> {
              if (access == clusters) {
                moved.add(repository + "/" + environment);
              }
            });
    open.add(ledgers);
    return ledgers;
  }

  private Ledger ledger(CustomResourceLedgers ledgers) {
    return new SignedLedger("prod", ledgers.of("config", "prod"), keys);
  }

  private static LedgerState read(Ledger ledger) {
    try {
      return ledger.read();
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private List<LedgerSegmentResource> stored() {
    return TestCluster.admin()
        .resources(LedgerSegmentResource.class)
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  private static Entry release(long number, String application) {
    return LedgerEntries.release(number, application, "prod");
  }

  private static Entry freeze() {
    return LedgerEntries.release(1, "", "prod");
  }

  private static LedgerState accepted(Appended appended) {
    assertThat(appended).isInstanceOf(Appended.Accepted.class);
    return appended.now();
  }
}
