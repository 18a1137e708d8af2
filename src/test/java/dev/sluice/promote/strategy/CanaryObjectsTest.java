package dev.sluice.promote.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.fields.Digests;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What comes beside a stable release: copies that only the routes lead traffic to. */
class CanaryObjectsTest {

  private static final String SERVICE =
      "{apiVersion: v1, kind: Service, metadata: {name: web},"
          + " spec: {selector: {app: web}, ports: [{port: 80}]}}";
  private static final String DEPLOYMENT =
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector:"
          + " {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {}}}}";
  private static final String INGRESS =
      "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec:"
          + " {ingressClassName: nginx, rules: [{http: {paths: [{path: /, pathType: Prefix,"
          + " backend: {service: {name: web, port: {number: 80}}}}]}}]}}";

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("canary", CanaryObjectsTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> expected = one.read("expected.yaml");
    List<Manifest> stable = manifests(one.read("stable.yaml"));
    List<Manifest> coming = manifests(one.read("coming.yaml"));
    List<Manifest> copies;
    try {
      copies =
          CanaryObjects.of(
              canary(Yaml.strings(expected.get("services"))),
              stable,
              coming,
              (int) Trees.number(expected, "weight", 0));
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
    assertThat(copies.stream().map(Manifest::content).toList())
        .containsExactlyInAnyOrderElementsOf(Trees.maps(expected, "copies"));
  }

  @Test
  void dividesWhatAnIngressLeadsToIfNothingIsNamed() throws Stopped {
    List<Manifest> objects = objects(SERVICE, DEPLOYMENT, INGRESS);

    assertThat(CanaryObjects.of(canary(List.of()), objects, objects, 0))
        .extracting(Manifest::name)
        .containsExactly("web-canary", "web-canary", "web-canary");
  }

  @Test
  void saysWhatIsMissing() {
    List<Manifest> all = objects(SERVICE, DEPLOYMENT, INGRESS);

    assertThat(refused(List.of(), without(all, "Ingress"), all))
        .contains("no Ingress of nginx leads to a Service of the stable release");
    assertThat(refused(List.of("web"), without(all, "Ingress"), all))
        .contains("no Ingress of nginx in the stable release leads to the Service(s) web");
    assertThat(refused(List.of("shop"), all, all))
        .contains("the stable release has no Service shop");
    assertThat(refused(List.of(), all, without(all, "Service")))
        .contains("the new release has no Service web");
    assertThat(refused(List.of(), all, without(all, "Deployment")))
        .contains("the Service web selects no Deployment of the new release");
    assertThat(
            refused(List.of(), changed(all, "Ingress", "{spec: {ingressClassName: traefik}}"), all))
        .contains("of [web] nothing says that nginx serves them");
    assertThat(refused(List.of(), all, changed(all, "Deployment", "{kind: StatefulSet}")))
        .contains("only Deployments can be copied");
    assertThat(
            refused(
                List.of(),
                all,
                changed(
                    all,
                    "Deployment",
                    "{spec: {selector: {matchExpressions: [{key: app, operator: Exists}]}}}")))
        .contains("selects its Pods by matchExpressions");
    List<Manifest> taken = new ArrayList<>(all);
    taken.addAll(changed(objects(SERVICE), "Service", "{metadata: {name: web-canary}}"));
    assertThat(refused(List.of("web"), taken, all))
        .contains("Service web-canary is in the overlay");
  }

  @Test
  void isRefusedBeforeItIsOffered() throws Stopped {
    List<Manifest> all = objects(SERVICE, DEPLOYMENT, INGRESS);
    List<DesiredObject> release = rendered(all);
    List<DesiredObject> alone = rendered(objects(DEPLOYMENT));

    Applicable.require(canary(List.of()), release);
    Applicable.require(new Strategy.Rolling(), alone);
    Applicable.require(new Strategy.BlueGreen(List.of(), Duration.ZERO), release);

    for (Strategy strategy :
        List.of(canary(List.of()), new Strategy.BlueGreen(List.of(), Duration.ZERO))) {
      Stopped stopped =
          catchThrowableOfType(Stopped.class, () -> Applicable.require(strategy, alone));
      assertThat(stopped.failure().reason()).isEqualTo(Reason.STRATEGY_NOT_APPLICABLE);
    }
  }

  private static List<DesiredObject> rendered(List<Manifest> objects) {
    return objects.stream()
        .map(one -> new DesiredObject(one, Digests.sha256(one.content())))
        .toList();
  }

  private static String refused(
      List<String> services, List<Manifest> stable, List<Manifest> coming) {
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> CanaryObjects.of(canary(services), stable, coming, 20));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.STRATEGY_NOT_APPLICABLE);
    return stopped.failure().message();
  }

  private static Strategy canary(List<String> services) {
    return new Strategy.Canary(
        Strategy.Router.NGINX, services, List.of(20, 40), Duration.ofMinutes(1));
  }

  private static List<Manifest> without(List<Manifest> objects, String kind) {
    Predicate<Manifest> isOther = one -> !one.kind().kind().equals(kind);
    return objects.stream().filter(isOther).toList();
  }

  private static List<Manifest> changed(List<Manifest> objects, String kind, String patch) {
    return objects.stream()
        .map(one ->
            one.kind().kind().equals(kind)
                ? manifest(MergePatch.merged(one.content(), yaml(patch)))
                : one)
        .toList();
  }

  private static List<Manifest> objects(String... yaml) {
    return Stream.of(yaml).map(one -> manifest(yaml(one))).toList();
  }

  private static Map<String, Object> yaml(String text) {
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  private static List<Manifest> manifests(Map<String, Object> file) {
    return Trees.maps(file, "objects").stream().map(CanaryObjectsTest::manifest).toList();
  }

  private static Manifest manifest(Map<String, Object> content) {
    Map<String, Object> metadata = Trees.map(content, "metadata");
    return new Manifest(
        new LiveObject(content).kind(),
        Trees.string(metadata, "namespace"),
        Trees.string(metadata, "name"),
        content,
        new Origin("web.yaml", 1));
  }
}
