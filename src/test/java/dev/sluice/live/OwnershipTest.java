package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose an object is, by its label. */
class OwnershipTest {

  private static final Installation SELF = new Installation("a1b2c3d4");
  private static final String STRANGER = "z9y8x7w6";
  private static final TargetId SHOP = new TargetId("config", "shop", "dev");
  private static final TargetId OTHER = new TargetId("config", "other", "dev");
  private static final ObjectKey KEY = new ObjectKey("", "ConfigMap", "shop", "settings");
  private static final Optional<Inventory.Entry> NEVER = Optional.empty();
  private static final Optional<Inventory.Entry> APPLIED =
      Optional.of(new Inventory.Entry(KEY, "v1", "digest", "fingerprint", "", "u-1"));

  private final FirstClaims claims = new FirstClaims();
  private Optional<String> wanting = Optional.empty();
  private boolean givenUp;

  @Test
  void nobodysAndOurOwnAreOurs() {
    assertThat(refusal("", NEVER, "")).isEmpty();
    assertThat(refusal(SELF.mark(SHOP), NEVER, "")).isEmpty();
  }

  @Test
  void anotherInstallationsIsAFenceThatOnlyItsNamePasses() {
    String theirs = new Installation(STRANGER).mark(SHOP);

    assertThat(refusal(theirs, NEVER, "")).contains(Reason.OWNED_BY_OTHER_INSTALLATION);
    assertThat(refusal(theirs, APPLIED, "")).contains(Reason.OWNED_BY_OTHER_INSTALLATION);
    assertThat(refusal(theirs, NEVER, "true")).contains(Reason.OWNED_BY_OTHER_INSTALLATION);
    assertThat(refusal(theirs, NEVER, SELF.id())).contains(Reason.OWNED_BY_OTHER_INSTALLATION);
    assertThat(refusal(theirs, NEVER, STRANGER)).isEmpty();
  }

  @Test
  void anotherTargetsIsOursOnceThatOneGaveItUp() {
    assertThat(refusal(SELF.mark(OTHER), NEVER, "")).contains(Reason.WANTED_BY_OTHER_TARGET);
    wanting = Optional.of("other");
    assertThat(refusal(SELF.mark(OTHER), NEVER, "true")).contains(Reason.WANTED_BY_OTHER_TARGET);
    wanting = Optional.empty();
    assertThat(refusal(SELF.mark(OTHER), NEVER, "true")).isEmpty();
    givenUp = true;
    assertThat(refusal(SELF.mark(OTHER), NEVER, "")).isEmpty();
  }

  @Test
  void ofTwoThatWantWhatAThirdGaveUpTheFirstToAskGetsIt() {
    claims.claim(new TargetId("config", "early", "dev"), "", Set.of(KEY));
    claims.claim(SHOP, "", Set.of(KEY));
    givenUp = true;
    wanting = Optional.of("config/early/dev");

    assertThat(refusal(SELF.mark(OTHER), NEVER, "")).contains(Reason.WANTED_BY_OTHER_TARGET);
  }

  @Test
  void aLabelChangedByHandOnAnObjectOfOursIsDriftAndNoFence() {
    assertThat(refusal("anything", APPLIED, "")).isEmpty();
    assertThat(refusal("anything", NEVER, "")).contains(Reason.WANTED_BY_OTHER_TARGET);
  }

  @Test
  void aLabelOfTheFirstReleaseIsOursWhereTheInventoryHasTheVeryObject() {
    String old = Labels.targetName(SHOP);

    assertThat(refusal(old, APPLIED, "")).isEmpty();
    assertThat(refusal(old, NEVER, "")).contains(Reason.WANTED_BY_OTHER_TARGET);
    assertThat(refusal(old, NEVER, "true")).isEmpty();
  }

  private Optional<Reason> refusal(String label, Optional<Inventory.Entry> recorded, String adopt) {
    Target target = new Target(SHOP, "overlays/shop/dev", "shop", "", "main", SyncPolicy.DEFAULT);
    return new Ownership(claims, new Others(), SELF, target, "")
        .refusal(manifest(adopt), live(label), recorded)
        .map(Failure::reason);
  }

  private static Manifest manifest(String adopt) {
    Map<String, Object> metadata =
        Map.of(
            "name", "settings",
            "labels", Map.of(Labels.TARGET, SELF.mark(SHOP)),
            "annotations", Map.of(Labels.ADOPT, adopt));
    return new Manifest(
        ApiKind.of("v1", "ConfigMap"),
        "shop",
        "settings",
        Map.of("metadata", metadata),
        Origin.UNKNOWN);
  }

  private static LiveObject live(String label) {
    return new LiveObject(
        Map.of(
            "metadata",
            Map.of(
                "uid",
                "u-1",
                "labels",
                label.isEmpty() ? Map.of() : Map.of(Labels.TARGET, label))));
  }

  /** The other targets, as the test says. */
  private final class Others implements OtherTargets {

    @Override
    public Optional<String> wantedBy(ObjectKey key) {
      return wanting;
    }

    @Override
    public boolean givenUp(ObjectKey key, String name) {
      return givenUp;
    }
  }
}
