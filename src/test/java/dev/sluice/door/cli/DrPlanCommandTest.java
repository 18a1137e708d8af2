package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerTexts;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a takeover would do, from files and ledgers. */
class DrPlanCommandTest {

  private static final String DR =
      """
      ---
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: dr}
      spec:
        overlays: overlays/*/dr
        follows: {environment: prod, verified: true}
        roles:
          active:
            overlays: overlays/*/dr-active
            data: "overlays/{application}/jobs/data.yaml"
            traffic: "overlays/{application}/jobs/traffic.yaml"
        gates: [{http: {name: answers, url: "https://dr.example.com/"}}]
      """;

  private final Map<String, MemoryTree> ledgers = new HashMap<>();

  @Test
  void aFailoverIsToldStepByStep() {
    Console console = console("roles: {standby: {overlays: overlays/*/prod-fenced}}");
    assertThat(console.run("dr", "plan", "dr")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            #  STEP     ENVIRONMENT  LAST DRILL  WHAT
            1  fence    prod         -           promotions are frozen; the role becomes standby: applies overlays/*/prod-fenced for shop; waits 2 min at most
            2  data     dr           -           runs the Job overlays/{application}/jobs/data.yaml of each application that has the file
            3  role     dr           -           the role becomes active: applies overlays/*/dr-active for shop
            4  health   dr           -           waits until healthy: shop
            5  smoke    dr           -           waits for the gates: answers
            6  traffic  dr           -           runs the Job overlays/{application}/jobs/traffic.yaml of each application that has the file
            """);
  }

  @Test
  void thatTheOriginalGoesOnServingIsSaidBefore() {
    Console console = console("");
    assertThat(console.run("dr", "plan", "dr")).isZero();
    assertThat(console.out())
        .contains(
            "Mind: prod is only frozen, and what runs there goes on serving: it has no overlays for"
                + " the role standby (roles.standby.overlays of prod).\n");
    assertThat(console.run("dr", "status")).isZero();
    assertThat(console.out())
        .contains("dr: a failover only freezes prod, and what runs there goes on serving");
  }

  @Test
  void whatWouldBeRefusedIsSaid() {
    Console console = console("");
    assertThat(console.run("dr", "plan", "dr", "--of", "failback")).isZero();
    assertThat(console.out())
        .contains("It would be refused now: dr stands by already", "fence   dr", "health  prod")
        .doesNotContain("Mind");
    assertThat(console.run("dr", "plan", "dr", "--of", "drill", "-o", "json")).isZero();
    assertThat(console.out()).contains("\"kind\" : \"drill\"", "\"step\" : \"revert\"");
    assertThat(console.run("dr", "plan", "prod")).isZero();
    assertThat(console.out()).contains("It would be refused now: prod is no standby");
    assertThat(console.run("dr", "plan", "elsewhere")).isEqualTo(2);
  }

  private Console console(String roles) {
    Entry prod = LedgerEntries.release(1, "shop", "prod");
    Entry dr = LedgerEntries.release(1, "shop", "dr");
    ledgers.put("prod", ledger("prod", prod));
    ledgers.put("dr", ledger("dr", dr));
    return Console.pipe()
        .files(
            new MemoryTree()
                .file(
                    "environments/all.yaml",
                    """
                    apiVersion: sluice.dev/v1alpha1
                    kind: Environment
                    metadata: {name: prod}
                    spec:
                      overlays: overlays/*/prod
                      follows: {branch: main}
                      %s
                    """
                            .formatted(roles)
                        + DR)
                .file("overlays/shop/prod/kustomization.yaml", "")
                .file("overlays/shop/prod-fenced/kustomization.yaml", "")
                .file("overlays/shop/dr-active/kustomization.yaml", "")
                .file("overlays/shop/dr/kustomization.yaml", ""))
        .clone(new LedgerClone(ledgers))
        .at(dr.at());
  }

  private static MemoryTree ledger(String environment, Entry release) {
    return new MemoryTree()
        .file(
            "shop.jsonl",
            LedgerTexts.file(
                "shop",
                environment,
                release,
                LedgerEntries.outcome(2, Entry.Kind.VERIFIED, release)));
  }
}
