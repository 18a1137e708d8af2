package dev.sluice.promote;

import static dev.sluice.promote.LedgerOfWeb.COMMIT;
import static dev.sluice.promote.LedgerOfWeb.NOW;
import static dev.sluice.promote.LedgerOfWeb.WEB;
import static dev.sluice.promote.LedgerOfWeb.freeze;
import static dev.sluice.promote.LedgerOfWeb.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import org.junit.jupiter.api.Test;

/** A proof is of one revision in one place, and only an entry about just that makes one. */
class PermitTest {

  private static final Revision REVISION = new Revision("config", COMMIT);
  private static final Entry RELEASE = release(Entry.Kind.PROMOTE);

  @Test
  void allowsNothingElseThanItIsAbout() throws Stopped {
    Permit permit = Permit.released(WEB.id(), REVISION, RELEASE, PromotionPolicy.NONE);

    assertThat(permit.allows(WEB.id(), REVISION)).isTrue();
    assertThat(permit.allows(WEB.id(), new Revision("config", "c".repeat(40)))).isFalse();
    assertThat(permit.allows(new TargetId("config", "web", "dr"), REVISION)).isFalse();
    assertThat(permit.allows(new TargetId("config", "api", "prod"), REVISION)).isFalse();
  }

  @Test
  void aReleaseOfSomethingElseIsNoProof() {
    refused(WEB.id(), new Revision("config", "c".repeat(40)), RELEASE);
    refused(new TargetId("config", "web", "dr"), REVISION, RELEASE);
    refused(new TargetId("config", "api", "prod"), REVISION, RELEASE);
  }

  @Test
  void whatIsNoReleaseIsNoProof() {
    for (Entry.Kind kind : Entry.Kind.values()) {
      if (kind.effect() != Entry.Effect.RELEASE) {
        refused(WEB.id(), REVISION, release(kind));
      }
    }
    refused(WEB.id(), REVISION, freeze("1", NOW.plusSeconds(60)));
  }

  private static void refused(TargetId target, Revision revision, Entry entry) {
    assertThatThrownBy(() -> Permit.released(target, revision, entry, PromotionPolicy.NONE))
        .as("%s at %s by a %s", target, revision, entry.kind())
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("not about");
  }
}
