package dev.sluice.promote.dr.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the Pods of the role active fit into what quotas and limit ranges leave. */
class RoomTest {

  private static final String USED_BY_US_AND_OTHERS =
      """
      metadata: {name: compute}
      spec: {hard: {requests.cpu: "4", limits.memory: 8Gi, pods: "10"}}
      status: {used: {requests.cpu: "2", limits.memory: 2Gi, pods: "4"}}
      """;

  @Test
  void whatTheStandbyUsesAlreadyIsNotNeededTwice() {
    // 3 of 4 CPUs are free for it: 2 that nobody uses and 1 that it has.
    Standby fits = new Standby().now(web(2)).active(web(6)).quota(USED_BY_US_AND_OTHERS);
    assertThat(fits.lacks()).isEmpty();
  }

  @Test
  void namesTheQuotaAndTheAmounts() {
    Standby full = new Standby().now(web(2)).active(web(8)).quota(USED_BY_US_AND_OTHERS);
    assertThat(full.lacks())
        .containsExactly(
            "ResourceQuota shop-dr/compute leaves 3 of requests.cpu (2 of 4 used, 1 of it by the"
                + " standby), and the role active needs 4");
  }

  @Test
  void anAutoscalerOfTheRoleActiveCountsWithTheLeastThatItAllows() {
    String scaled =
        web(1)
            + """
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {minReplicas: 12, scaleTargetRef: {kind: Deployment, name: web}}
            """;
    assertThat(new Standby().now(web(1)).active(scaled).quota(USED_BY_US_AND_OTHERS).lacks())
        .hasSize(3)
        .anyMatch(lack -> lack.contains("of pods") && lack.contains("needs 12"));
  }

  @Test
  void aContainerThatSaysNothingIsRefusedWhereAQuotaCounts() {
    String silent =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {replicas: 1, template: {spec: {containers: [{name: web}]}}}
        """;
    String quota =
        """
        metadata: {name: compute}
        spec: {hard: {cpu: "4"}}
        """;
    assertThat(new Standby().active(silent).quota(quota).lacks())
        .containsExactly(
            "ResourceQuota shop-dr/compute refuses Pods of Deployment.apps shop-dr/web: cpu must be"
                + " set by: web");
    assertThat(
            new Standby()
                .active(silent)
                .quota(quota)
                .range(
                    """
                    spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
                    """)
                .lacks())
        .as("a LimitRange says it instead")
        .isEmpty();
  }

  @Test
  void aLimitRangeBoundsContainersAndPods() {
    String most =
        """
        spec: {limits: [{type: Container, max: {memory: 512Mi}}]}
        """;
    assertThat(new Standby().active(web(1)).range(most).lacks())
        .containsExactly(
            "a LimitRange of shop-dr refuses Pods of Deployment.apps shop-dr/web: container web has"
                + " 1024Mi of memory, where 512Mi is the most");
    String least =
        """
        spec: {limits: [{type: Pod, min: {cpu: "1"}}]}
        """;
    assertThat(new Standby().active(web(1)).range(least).lacks())
        .containsExactly(
            "a LimitRange of shop-dr refuses Pods of Deployment.apps shop-dr/web: a Pod asks for"
                + " 500m of cpu, less than the 1 that it must");
  }

  @Test
  void aQuotaOfAScopeCountsThosePodsOnly() {
    String urgent =
        """
        metadata: {name: urgent}
        spec:
          hard: {pods: "1"}
          scopeSelector:
            matchExpressions: [{scopeName: PriorityClass, operator: In, values: [urgent]}]
        """;
    assertThat(new Standby().active(web(5)).quota(urgent).lacks()).isEmpty();
    String best =
        """
        metadata: {name: best}
        spec: {hard: {pods: "1"}, scopes: [NotBestEffort]}
        """;
    assertThat(new Standby().active(web(5)).quota(best).lacks()).hasSize(1);
  }

  @Test
  void containersThatStartFirstCountAsTheApiServerCountsThem() {
    PodAmounts amounts =
        new PodAmounts(
            Map.of(
                "initContainers",
                List.of(
                    Map.of("restartPolicy", "Always", "resources", requests("100m")),
                    Map.of("resources", requests("2"))),
                "containers",
                List.of(Map.of("resources", requests("500m")))),
            Bounds.of(List.of()));
    assertThat(amounts.of(Amount.REQUESTS).get("cpu")).isEqualByComparingTo("2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "250m, 0.25, 250m",
    "1.5, 1.5, 1500m",
    "512Mi, 536870912, 512Mi",
    "2Gi, 2147483648, 2048Mi",
    "1e3, 1000, 1000",
    "1k, 1000, 1000",
    "12E, 12000000000000000000, 11444091796875Mi",
    "0, 0, 0"
  })
  void readsAmountsAsKubernetesWritesThem(String text, BigDecimal amount, String shown) {
    assertThat(Quantity.of(text))
        .hasValueSatisfying(one -> {
          assertThat(one).isEqualByComparingTo(amount);
          assertThat(Quantity.text(one)).isEqualTo(shown);
        });
  }

  @ParameterizedTest
  @CsvSource({"much", "1Zi", "--1", "'1 '''", "'.'", "1ee"})
  void whatIsNoAmountIsNone(String text) {
    assertThat(Quantity.of(text)).isEmpty();
  }

  private static Map<String, Object> requests(String cpu) {
    return Map.of("requests", Map.of("cpu", cpu));
  }

  private static String web(int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: %d
      template:
        spec:
          containers:
            - {name: web, resources: {requests: {cpu: 500m}, limits: {memory: 1Gi}}}
    """
        .formatted(replicas);
  }
}
