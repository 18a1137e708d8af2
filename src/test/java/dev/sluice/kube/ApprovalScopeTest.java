package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.testing.PromotionExample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which candidate an approval is about. */
class ApprovalScopeTest {

  private static final TargetId SHOP = new TargetId("config", "shop", "prod");
  private static final TargetId OTHER = new TargetId("other", "shop", "prod");
  private static final String ONE = "1111111111111111111111111111111111111111";
  private static final String TWO = "2222222222222222222222222222222222222222";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final Promotion OF_ONE =
      PromotionExample.gating("p1", SHOP, ONE).digest("aa").created(NOON).promotion();
  private static final Promotion OF_TWO =
      PromotionExample.gating("p2", SHOP, TWO)
          .digest("bb")
          .created(NOON.plusSeconds(60))
          .promotion();

  @Test
  void whatIsGivenHasToFit() {
    assertThat(digest(said(ONE, "aa", NOON))).contains("aa");
    assertThat(digest(said("", "bb", NOON))).contains("bb");
    assertThat(digest(said(TWO, "", NOON))).contains("bb");
    assertThat(digest(said(ONE, "bb", NOON))).isEmpty();
    assertThat(digest(said("", "stale", NOON))).isEmpty();
  }

  @Test
  void whatWasSaidStandsWhenANewerCommitRendersToTheSame() {
    Promotion merged = PromotionExample.gating("p1", SHOP, TWO).digest("aa").promotion();

    assertThat(said(ONE, "aa", NOON).about(SHOP, List.of(merged)).map(ApprovalRecord::digest))
        .contains("aa");
    assertThat(said(ONE, "bb", NOON).about(SHOP, List.of(merged))).isEmpty();
  }

  @Test
  void elsewhereItIsAboutNothing() {
    Scope dev = new Scope("", "dev", "shop");
    assertThat(said(dev, ONE, "aa", NOON).about(SHOP, List.of(OF_ONE))).isEmpty();
    Scope theirs = new Scope("other", "prod", "shop");
    assertThat(said(theirs, ONE, "aa", NOON).about(SHOP, List.of(OF_ONE))).isEmpty();
    Scope any = new Scope("", "prod", "shop");
    assertThat(said(any, ONE, "aa", NOON).about(OTHER, List.of(OF_ONE))).isEmpty();
  }

  @Test
  void anApprovalOfACommitIsForWhatItRenderedToThen() {
    Promotion again =
        PromotionExample.gating("p3", SHOP, ONE)
            .digest("cc")
            .created(NOON.plusSeconds(600))
            .promotion();
    List<Promotion> both = List.of(OF_ONE, again);

    assertThat(said(ONE, "", NOON.plusSeconds(1)).about(SHOP, both).map(ApprovalRecord::digest))
        .contains("aa");
    assertThat(said(ONE, "", NOON.plusSeconds(601)).about(SHOP, both).map(ApprovalRecord::digest))
        .contains("cc");
    assertThat(said(ONE, "", NOON.minusSeconds(1)).about(SHOP, both).map(ApprovalRecord::digest))
        .contains("aa");
  }

  @Test
  void aScopeLeavesOutWhatItDoesNotName() {
    assertThat(new Scope("", "", "").covers(SHOP)).isTrue();
    assertThat(new Scope("", "prod", "").covers(SHOP)).isTrue();
    assertThat(new Scope("", "", "billing").covers(SHOP)).isFalse();
    assertThat(Scope.of(SHOP).covers(OTHER)).isFalse();
    assertThat(new Scope("", "prod", "")).hasToString("every application in prod");
  }

  private static Optional<String> digest(ApprovalStore.Stored said) {
    return said.about(SHOP, List.of(OF_ONE, OF_TWO)).map(ApprovalRecord::digest);
  }

  private static ApprovalStore.Stored said(String commit, String digest, Instant at) {
    return said(Scope.of(SHOP), commit, digest, at);
  }

  private static ApprovalStore.Stored said(Scope scope, String commit, String digest, Instant at) {
    return new ApprovalStore.Stored(
        "approve-1",
        scope,
        commit,
        new ApprovalRecord("jane", "kubernetes", at, Decision.APPROVE, digest, ""));
  }
}
