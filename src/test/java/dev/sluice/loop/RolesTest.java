package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.LedgerTips;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.testing.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is approved is approved for both roles, and the ledger says which of them is applied. */
class RolesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String COMMIT = "a".repeat(40);
  private static final Revision REVISION = new Revision("config", COMMIT);
  private static final Target SHOP =
      new Target(
          new TargetId("config", "shop", "dr"),
          "overlays/shop/dr",
          "shop",
          "",
          "main",
          SyncPolicy.DEFAULT,
          Optional.empty(),
          Target.Driver.LEDGER,
          Map.of(Role.STANDBY, "overlays/shop/dr", Role.ACTIVE, "overlays/shop/dr-active"));

  private final MemoryTree files =
      new MemoryTree()
          .file("overlays/shop/dr/value", "asleep")
          .file("overlays/shop/dr-active/value", "awake");
  private final Composer composer = new Composer(new Texts());
  private final List<Entry> releases = new ArrayList<>();
  private final List<Entry> ofEnvironment = new ArrayList<>();
  private final Aims aims =
      new Aims(
          new LedgerTips(
              (repository, environment) -> new Reader(),
              (commit, target) -> PromotionPolicy.NONE,
              InstantSource.fixed(NOW)),
          revision -> new Source(revision, files),
          composer,
          new LastGood());

  @Test
  void theLedgerSaysWhichRoleIsApplied() throws Stopped {
    release(compose().digest());
    assertThat(value(aims.of(SHOP))).isEqualTo("asleep");
    assertThat(aims.of(SHOP).role()).contains(Role.STANDBY);

    role(Role.ACTIVE);
    assertThat(value(aims.of(SHOP))).isEqualTo("awake");
    assertThat(aims.of(SHOP).role()).contains(Role.ACTIVE);

    role(Role.STANDBY);
    assertThat(value(aims.of(SHOP))).isEqualTo("asleep");
  }

  @Test
  void theDigestCoversBothRoles() throws Stopped {
    String approved = compose().digest();
    assertThat(composer.compose(SHOP, source(), Optional.of(Role.ACTIVE)).digest())
        .as("in whatever role")
        .isEqualTo(approved);
    files.file("overlays/shop/dr-active/value", "tampered");
    assertThat(compose().digest()).isNotEqualTo(approved);
    assertThat(compose().everything()).hasSize(2);
  }

  @Test
  void nothingIsAppliedInEitherRoleWhenOneIsNotWhatWasApproved() throws Stopped {
    release(compose().digest());
    files.file("overlays/shop/dr-active/value", "tampered");

    assertThat(refused()).isEqualTo(Reason.RENDER_DRIFT);
    role(Role.ACTIVE);
    assertThat(refused()).isEqualTo(Reason.RENDER_DRIFT);
  }

  @Test
  void whatWasApprovedBeforeThereWereRolesRunsInTheFirstRoleOnly() throws Stopped {
    Target before =
        new Target(
            SHOP.id(),
            SHOP.overlay(),
            "shop",
            "",
            "main",
            SyncPolicy.DEFAULT,
            Optional.empty(),
            Target.Driver.LEDGER);
    release(composer.compose(before, source()).digest());

    assertThat(value(aims.of(SHOP))).isEqualTo("asleep");
    role(Role.ACTIVE);
    assertThat(refused()).as("nobody approved that").isEqualTo(Reason.RENDER_DRIFT);
  }

  @Test
  void anApplicationWithoutAnOverlayForTheOtherRoleRunsTheSameInBoth() throws Stopped {
    MemoryTree without = new MemoryTree().file("overlays/shop/dr/value", "asleep");
    Composition one =
        composer.compose(SHOP, new Source(REVISION, without), Optional.of(Role.ACTIVE));
    assertThat(one.roles()).isEmpty();
    assertThat(one.digest()).isEqualTo("sha-asleep");
    assertThat(one.closure().holdsIn(without)).isTrue();
    assertThat(one.closure().ids())
        .as("once there is one, it is not the same any more")
        .containsEntry("overlays/shop/dr-active", "");
  }

  @Test
  void theClosureCoversBothRoles() throws Stopped {
    Composition now = compose();
    assertThat(now.closure().ids())
        .containsKeys("overlays/shop/dr/value", "overlays/shop/dr-active/value");
  }

  private Composition compose() throws Stopped {
    return composer.compose(SHOP, source());
  }

  private Source source() {
    return new Source(REVISION, files);
  }

  private Reason refused() {
    Reason[] reason = new Reason[1];
    assertThatThrownBy(() -> aims.of(SHOP))
        .isInstanceOfSatisfying(Stopped.class, stopped -> reason[0] = stopped.failure().reason());
    return reason[0];
  }

  private static String value(Aim aim) {
    return ((Map<?, ?>) aim.desired().objects().getFirst().manifest().content().get("data"))
        .get("value")
        .toString();
  }

  private void release(String digest) {
    releases.addFirst(entry(releases.size() + 1, Entry.Kind.PROMOTE, "shop", COMMIT, digest, ""));
  }

  private void role(Role role) {
    ofEnvironment.addFirst(
        entry(ofEnvironment.size() + 1, Entry.Kind.ROLE, "", "", "", role.word()));
  }

  private static Entry entry(
      long number, Entry.Kind kind, String application, String commit, String digest, String role) {
    return new Entry(
        number,
        kind,
        application,
        "dr",
        NOW,
        commit,
        digest,
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "policy",
        "",
        "sluice",
        "",
        Optional.empty(),
        role.isEmpty() ? Map.of(Entry.ENGINE, "texts") : Map.of(Role.DETAIL, role));
  }

  /** The ledger as it stands. */
  private final class Reader implements Ledger {

    @Override
    public LedgerState read() {
      return new LedgerState(
          "tip" + releases.size() + "-" + ofEnvironment.size(),
          Map.of("shop", List.copyOf(releases), "", List.copyOf(ofEnvironment)));
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException("nothing is written");
    }
  }

  /** Renders the text of one file to one object. */
  private static final class Texts implements Renderer {

    @Override
    public Desired render(Source source, String overlay) throws Stopped {
      String path = overlay + "/value";
      var file =
          source
              .tree()
              .find(path)
              .orElseThrow(
                  () -> new Stopped(Failure.of(Reason.RENDER_FAILED, "no " + path, "add it")));
      String text = new String(source.tree().read(file), StandardCharsets.UTF_8);
      TreeMap<String, String> ids = new TreeMap<>(Map.of(path, file.id()));
      return new Desired(
          List.of(
              new DesiredObject(
                  TestAccess.manifest(
                      """
                      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"},
                       "data": {"value": "%s"}}
                      """
                          .formatted(text)),
                  "sha-" + text)),
          new Closure("texts", ids),
          "sha-" + text,
          List.of());
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException();
    }
  }
}
