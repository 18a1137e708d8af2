package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerTexts;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * How far standbys are behind. The console's clock stands at 10:00:00, entries are added to that.
 */
class DrStatusCommandTest {

  private static final String ENVIRONMENTS =
      """
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: prod}
      spec: {overlays: overlays/*/prod, follows: {branch: main}}
      ---
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: dr}
      spec: {overlays: overlays/*/dr, follows: {environment: prod, verified: true}, maxLag: 5s}
      """;

  private final Map<String, MemoryTree> ledgers = new HashMap<>();
  private final Console console =
      Console.pipe()
          .files(
              new MemoryTree()
                  .file("environments/all.yaml", ENVIRONMENTS)
                  .file("overlays/shop/prod/kustomization.yaml", "")
                  .file("overlays/shop/dr/kustomization.yaml", "")
                  .file("overlays/blog/prod/kustomization.yaml", ""))
          .clone(new LedgerClone(ledgers))
          .at(LedgerEntries.release(10, "", "").at());

  private void ledger(String environment, Entry... entries) {
    ledgers.put(
        environment,
        new MemoryTree().file("shop.jsonl", LedgerTexts.file("shop", environment, entries)));
  }

  @Test
  void whatIsVerifiedInBothIsNotBehind() {
    Entry prod = LedgerEntries.release(1, "shop", "prod");
    Entry dr = LedgerEntries.release(1, "shop", "dr");
    ledger("prod", prod, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, prod));
    ledger("dr", dr, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, dr));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  FOLLOWS  VERIFIED THERE  HERE            STATE     LAG
            dr           shop         prod     1 000000000000  1 000000000000  Verified  0s
            """);
  }

  @Test
  void theLagBeginsWithTheOldestReleaseThatIsMissing() {
    Entry first = LedgerEntries.release(1, "shop", "prod");
    Entry second = LedgerEntries.release(3, "shop", "prod");
    Entry third = LedgerEntries.release(5, "shop", "prod");
    Entry dr = LedgerEntries.release(1, "shop", "dr");
    ledger(
        "prod",
        first,
        LedgerEntries.outcome(2, Entry.Kind.VERIFIED, first),
        second,
        LedgerEntries.outcome(4, Entry.Kind.VERIFIED, second),
        third,
        LedgerEntries.outcome(6, Entry.Kind.VERIFIED, third));
    ledger("dr", dr, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, dr));

    assertThat(console.run("dr", "status", "dr")).isZero();
    assertThat(console.out())
        .contains("Waiting  6s (more than 5s)\n", "'sluice promotions'", "without any change here");
  }

  @Test
  void whatIsReleasedAndNotVerifiedIsBehind() {
    Entry prod = LedgerEntries.release(1, "shop", "prod");
    ledger("prod", prod, LedgerEntries.outcome(7, Entry.Kind.VERIFIED, prod));
    ledger("dr", LedgerEntries.release(1, "shop", "dr"));

    assertThat(console.run("dr", "status", "-o", "json")).isZero();
    assertThat(console.out())
        .contains(
            "\"state\" : \"Released\"",
            "\"lagSecondsAtMost\" : 3",
            "\"maxLagSeconds\" : 5",
            "\"late\" : false");
  }

  @Test
  void anApplicationWithoutAnOverlayInTheStandbyIsLeftOut() {
    Entry prod = LedgerEntries.release(1, "blog", "prod");
    ledgers.put(
        "prod",
        new MemoryTree()
            .file(
                "blog.jsonl",
                LedgerTexts.file(
                    "blog", "prod", prod, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, prod))));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out()).contains("dr           shop").doesNotContain("blog");
  }

  @Test
  void ofSeveralUpstreamsWhereOneIsEnoughTheNearestCounts() {
    console.files(
        new MemoryTree()
            .file(
                "environments/all.yaml",
                """
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: eu}
                spec: {overlays: overlays/*/eu, follows: {branch: main}}
                ---
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: us}
                spec: {overlays: overlays/*/us, follows: {branch: main}}
                ---
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: edge}
                spec:
                  overlays: overlays/*/edge
                  follows: {environments: [eu, us], match: any}
                  maxLag: 1s
                """)
            .file("overlays/shop/eu/kustomization.yaml", "")
            .file("overlays/shop/us/kustomization.yaml", "")
            .file("overlays/shop/edge/kustomization.yaml", ""));
    Entry eu = LedgerEntries.release(1, "shop", "eu");
    Entry newer = LedgerEntries.release(3, "shop", "us");
    Entry edge = LedgerEntries.release(1, "shop", "edge");
    ledger("eu", eu, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, eu));
    ledger("us", newer, LedgerEntries.outcome(4, Entry.Kind.VERIFIED, newer));
    ledger("edge", edge, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, edge));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out()).contains("edge         shop         eu ", "Verified  0s");
    assertThat(console.out()).doesNotContain("us");
  }

  @Test
  void whatFailedUpstreamIsNotWaitedFor() {
    Entry prod = LedgerEntries.release(1, "shop", "prod");
    ledger("prod", prod, LedgerEntries.outcome(2, Entry.Kind.FAILED, prod));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out()).contains("NothingVerified  0s");
  }

  @Test
  void theRoleAndTheLastDrillAreTold() {
    Entry prod = LedgerEntries.release(1, "shop", "prod");
    Entry dr = LedgerEntries.release(1, "shop", "dr");
    ledger("prod", prod, LedgerEntries.outcome(2, Entry.Kind.VERIFIED, prod));
    ledgers.put(
        "dr",
        new MemoryTree()
            .file("shop.jsonl", LedgerTexts.file("shop", "dr", dr))
            .file(
                "_environment.jsonl",
                LedgerTexts.file(
                    "",
                    "dr",
                    step(1, Entry.Kind.DRILL, Map.of("step", "begin")),
                    step(2, Entry.Kind.ROLE, Map.of("step", "role", "role", "active")),
                    step(5, Entry.Kind.PHASE, Map.of("step", "health")))));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out())
        .contains("dr SERVES; a drill that ada asked for at ", "is under way, at the step health");
    console.run("dr", "status", "-o", "json");
    assertThat(console.out()).contains("\"role\" : \"active\"", "\"step\" : \"health\"");
  }

  @Test
  void theNextDrillOfAScheduleIsTold() {
    console.files(
        new MemoryTree()
            .file(
                "environments/all.yaml",
                ENVIRONMENTS.replace(
                    "maxLag: 5s", "drill: {cron: \"0 3 1 * *\", timeZone: Europe/Berlin}"))
            .file("overlays/shop/dr/kustomization.yaml", ""));

    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out())
        .contains(
            "dr stands by; it was never tried: sluice dr drill dr\n",
            "dr: the next drill is due at 2026-04-01T03:00+02:00, by the schedule 0 3 1 * *"
                + " (Europe/Berlin); no daemon has taken that up yet\n");
    console.run("dr", "status", "-o", "json");
    assertThat(console.out()).contains("\"next\" : \"2026-04-01T01:00:00Z\"", "\"due\" : \"\"");
  }

  private static Entry step(int number, Entry.Kind kind, Map<String, String> details) {
    Map<String, String> all = new HashMap<>(details);
    all.put("takeover", "drill-1");
    all.put("kind", "drill");
    return new Entry(
        Math.min(number, 3),
        kind,
        "",
        "dr",
        LedgerEntries.release(number, "", "").at(),
        "",
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        "ada",
        "the monthly drill",
        Optional.empty(),
        all);
  }

  @Test
  void anEnvironmentThatIsNoStandbyIsSaid() {
    assertThat(console.run("dr", "status", "prod")).isEqualTo(2);
    assertThat(console.err()).contains("prod is no standby", "verified: true");
  }
}
