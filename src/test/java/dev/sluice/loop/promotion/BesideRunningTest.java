package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.fields.Digests;
import dev.sluice.loop.Composition;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.strategy.Applicable;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What cannot run beside the release that runs is found out before it is offered. */
class BesideRunningTest {

  private static final Target PROD =
      new Target(
          new TargetId("config", "shop", "prod"),
          "overlays/shop/prod",
          "shop",
          "",
          "main",
          SyncPolicy.DEFAULT);
  private static final Strategy CANARY =
      new Strategy.Canary(Strategy.Router.NGINX, List.of(), List.of(20, 40), Duration.ofMinutes(1));
  private static final Entry FIRST = LedgerEntries.release(1, "shop", "prod");
  private static final Entry VERIFIED = LedgerEntries.outcome(2, Entry.Kind.VERIFIED, FIRST);

  private final Map<String, String> names = new HashMap<>(Map.of(FIRST.commit(), "web"));
  private final List<String> rendered = new ArrayList<>();
  private final BesideRunning beside = new BesideRunning();

  @Test
  void aServiceOfAnotherNameCannotTakeAShareOfTheTraffic() throws Stopped {
    names.put("renamed", "shop");
    Applicable.require(CANARY, render(PROD, "renamed").desired().objects());

    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> require(CANARY, "renamed", state(VERIFIED, FIRST)));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.STRATEGY_NOT_APPLICABLE);
    assertThat(stopped.failure().message()).contains("the new release has no Service web");
  }

  @Test
  void nothingStandsAgainstItWhereNoCanaryComes() {
    names.put("renamed", "shop");

    assertThatCode(
            () -> {
              require(CANARY, "renamed", state());
              require(CANARY, "renamed", state(FIRST)); // not verified
              require(new Strategy.Rolling(), "renamed", state(VERIFIED, FIRST));
              require(
                  new Strategy.BlueGreen(List.of(), Duration.ZERO),
                  "renamed",
                  state(VERIFIED, FIRST));
            })
        .doesNotThrowAnyException();
    assertThat(rendered).isEmpty();
  }

  @Test
  void isLookedAtOnceForEachReleaseThatRuns() throws Stopped {
    names.put("next", "web");

    require(CANARY, "next", state(VERIFIED, FIRST));
    require(CANARY, "next", state(VERIFIED, FIRST));
    assertThat(rendered).containsExactly(FIRST.commit(), "next");

    Entry other = LedgerEntries.release(3, "shop", "prod");
    names.put(other.commit(), "other");
    LedgerState now =
        state(LedgerEntries.outcome(4, Entry.Kind.VERIFIED, other), other, VERIFIED, FIRST);
    assertThat(catchThrowableOfType(Stopped.class, () -> require(CANARY, "next", now)))
        .hasMessageContaining("StrategyNotApplicable");
  }

  @Test
  void whatRunsAndCannotBeReadLetsEverythingIn() {
    names.clear();
    names.put("next", "web");

    assertThatCode(() -> require(CANARY, "next", state(VERIFIED, FIRST)))
        .doesNotThrowAnyException();
  }

  private void require(Strategy strategy, String commit, LedgerState ledger) throws Stopped {
    beside.require(
        PROD,
        strategy,
        new Candidate(commit, "digest of " + commit, "", Instant.EPOCH, ""),
        ledger,
        this::render);
  }

  private static LedgerState state(Entry... newestFirst) {
    return new LedgerState("tip", Map.of("shop", List.of(newestFirst)));
  }

  private Composition render(Target target, String commit) throws Stopped {
    String name = names.get(commit);
    if (name == null) {
      throw new Stopped(Failure.of(Reason.NOT_FOUND, commit + " is not here", ""));
    }
    rendered.add(commit);
    return new Composition(
        new Desired(objects(name), new Closure("test", new TreeMap<>()), "digest", List.of()),
        ApplicationSettings.NONE,
        Optional.empty(),
        List.of());
  }

  private static List<DesiredObject> objects(String name) {
    return Stream.of(
            """
            {apiVersion: v1, kind: Service, metadata: {name: %1$s},
             spec: {selector: {app: web}, ports: [{port: 80}]}}
            """,
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector:
             {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {}}}}
            """,
            """
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec:
             {ingressClassName: nginx, rules: [{http: {paths: [{path: /, pathType: Prefix,
             backend: {service: {name: %1$s, port: {number: 80}}}}]}}]}}
            """)
        .map(text -> object(text.formatted(name)))
        .toList();
  }

  private static DesiredObject object(String text) {
    Map<String, Object> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    Manifest manifest =
        new Manifest(
            new LiveObject(content).kind(),
            "",
            Trees.string(Trees.map(content, "metadata"), "name"),
            content,
            Origin.UNKNOWN);
    return new DesiredObject(manifest, Digests.sha256(content));
  }
}
