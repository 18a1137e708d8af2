package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole way of a revision at a glance. */
class PipelineCommandTest {

  private final MemoryTree files =
      new MemoryTree()
          .file(
              "environments/all.yaml",
              """
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: preview}
              spec: {overlays: overlays/*/preview, follows: {branch: feature}}
              ---
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: staging}
              spec:
                overlays: overlays/*/staging
                follows: {tag: v1}
                gates:
                  - http: {name: smoke, url: "https://{application}.example.com/", attempts: 3}
              ---
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: prod}
              spec:
                overlays: overlays/*/prod
                follows: {environment: staging}
                gates:
                  - soak: 90m
                  - approval: {count: 2, team: the "A" team, expiry: 7d}
                  - window: {allow: Mon-Fri 09:00-16:00, deny: "* * 24 12 *", timeZone: Europe/Berlin}
                  - prometheus: {query: errors, success: value < 0.01}
                maxAge: 14d
                minHealthy: 2m
                rollback: {automatic: true}
                maxLag: 6h
                units: [[shop, web]]
              ---
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: dr}
              spec: {overlays: overlays/*/dr, follows: {environment: prod, verified: true}}
              """)
          .file("overlays/shop/preview/kustomization.yaml", "")
          .file("overlays/shop/staging/kustomization.yaml", "")
          .file("overlays/web/staging/kustomization.yaml", "")
          .file("overlays/shop/prod/kustomization.yaml", "")
          .file("overlays/web/prod/kustomization.yaml", "")
          .file("overlays/shop/dr/kustomization.yaml", "");

  private final Console console = Console.pipe().files(files);

  @Test
  void peopleReadItFromTopToBottom() {
    assertThat(console.run("pipeline")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            preview runs the tip of branch feature
              applications  shop

            staging follows tag v1
              applications  shop, web
              afterwards    smoke: http https://{application}.example.com/ 200, 3 tries 10s apart
              policy        the latest candidate wins, verified within 30m, rolled back by hand

            prod follows staging
              applications  shop, web
              before        soak 1h30m
                            approval 2 of the "A" team, for 7d
                            window Mon-Fri 09:00-16:00 not * * 24 12 * Europe/Berlin
              afterwards    prometheus value < 0.01, 5 samples 1m apart
              policy        an agreed candidate is kept, candidates expire after 14d, healthy for 2m, verified within 30m, rolled back by itself, at most 6h behind, shop + web together

            dr mirrors what is verified in prod
              applications  shop
              policy        the latest candidate wins, verified within 30m, rolled back by hand
            """);
  }

  @Test
  void documentsGetAGraph() {
    assertThat(console.run("pipeline", "-o", "mermaid")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            flowchart LR
              e0["preview"]
              e1["staging<br/>then smoke: http https://{application}.example.com/ 200, 3 tries 10s apart"]
              e2["prod<br/>soak 1h30m<br/>approval 2 of the #quot;A#quot; team, for 7d<br/>window Mon-Fri 09:00-16:00 not * * 24 12 * Europe/Berlin<br/>then prometheus value #lt; 0.01, 5 samples 1m apart"]
              e3["dr"]
              g0(["branch feature"])
              g1(["tag v1"])
              g0 --> e0
              g1 --> e1
              e1 --> e2
              e2 -->|verified| e3
            """);
  }

  @Test
  void graphvizGetsOneToo() {
    assertThat(console.run("pipeline", "-o", "dot")).isZero();
    assertThat(console.out())
        .startsWith("digraph pipeline {\n")
        .contains(
            "e1 [label=\"staging\\nthen smoke: http https://{application}.example.com/ 200",
            "2 of the \\\"A\\\" team",
            "g1 [label=\"tag v1\", shape=oval];",
            "e1 -> e2;",
            "e2 -> e3 [label=\"verified\"];")
        .endsWith("}\n");
  }

  @Test
  void programsGetAllOfIt() throws Exception {
    assertThat(console.run("pipeline", "-o", "json")).isZero();
    JsonNode prod = new ObjectMapper().readTree(console.out()).at("/environments/2");
    assertThat(prod.at("/name").asText()).isEqualTo("prod");
    assertThat(prod.at("/line").asInt()).isEqualTo(15);
    assertThat(prod.at("/follows/environments/0").asText()).isEqualTo("staging");
    assertThat(prod.at("/beginsAt").asText()).isEqualTo("refs/tags/v1");
    assertThat(prod.at("/driver").asText()).isEqualTo("ledger");
    assertThat(prod.at("/gates").findValuesAsText("kind"))
        .containsExactly("soak", "approval", "window", "prometheus");
    assertThat(prod.at("/gates/3/phase").asText()).isEqualTo("post");
    assertThat(prod.at("/policy/supersede").asText()).isEqualTo("sticky");
    assertThat(prod.at("/policy/maxLag").asInt()).isEqualTo(6 * 60 * 60);
  }

  @Test
  void whatIsWrongStandsOnStandardErrorAndTheRestIsShown() {
    files
        .file(
            "environments/typo.yaml",
            """
            apiVersion: sluice.dev/v1alpha1
            kind: Environment
            metadata: {name: edge}
            spec: {overlays: overlays/*/edge, follows: {environment: prd}}
            """)
        .file("overlays/late/dr/kustomization.yaml", "");

    assertThat(console.run("pipeline")).isEqualTo(2);
    assertThat(console.out()).contains("prod follows staging").doesNotContain("edge");
    assertThat(console.err())
        .isEqualTo(
            """
            InvalidEnvironment: environments/typo.yaml:4: spec.follows: no environment is called prd. Did you mean prod?
            InvalidEnvironment: environments/all.yaml:32: spec.follows: late has an overlay for dr, but not for prod, so no revision of it ever arrives. Add an overlay for it there, or take the one for dr out
            """);
  }

  @Test
  void theTranscriptInTheManualIsATrueOne() throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs/promotion.md"));
    MemoryTree example = new MemoryTree().file("environments/all.yaml", after(page, "```yaml\n"));
    for (String environment : List.of("staging", "prod", "dr")) {
      for (String application : List.of("backend", "frontend")) {
        example.file("overlays/" + application + "/" + environment + "/a.yaml", "");
      }
    }
    Console other = Console.pipe().files(example);
    assertThat(other.run("pipeline")).isZero();
    assertThat(other.out()).isEqualTo(after(page, "$ sluice pipeline\n"));
  }

  private static String after(String page, String start) {
    int from = page.indexOf(start) + start.length();
    return page.substring(from, page.indexOf("```", from));
  }

  @Test
  void whatHoldsForOneApplicationOnlyStandsWithItsName() throws Exception {
    MemoryTree own =
        new MemoryTree()
            .file(
                "environments/all.yaml",
                """
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: qa}
                spec: {overlays: overlays/*/qa, follows: {branch: main}}
                ---
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: prod}
                spec:
                  overlays: overlays/*/prod
                  follows: {branch: main}
                  gates: [images: {}]
                  applications:
                    billing:
                      gates: [approval: 2, http: "https://billing.example.com/", dependsOn: qa]
                      deadline: 1h
                    web: {gates: [health: 1m]}
                """)
            .file("overlays/billing/prod/a.yaml", "")
            .file("overlays/web/prod/a.yaml", "")
            .file("overlays/web/qa/a.yaml", "");
    Console text = Console.pipe().files(own);
    assertThat(text.run("pipeline")).isZero();
    assertThat(text.out())
        .contains(
            """
              applications  billing, web
              before        images
              policy        the latest candidate wins, verified within 30m, rolled back by hand
              billing       on its own
                before      approval 2
                            dependsOn qa
                afterwards  http https://billing.example.com/ 200, 30 tries 10s apart
                policy      an agreed candidate is kept, verified within 1h, rolled back by hand
              web           on its own
                before      health 1m
            """);
    Console graph = Console.pipe().files(own);
    assertThat(graph.run("pipeline", "-o", "mermaid")).isZero();
    assertThat(graph.out())
        .contains("<br/>billing: approval 2<br/>", "<br/>billing: then http ", "-.->|dependsOn|");
    Console json = Console.pipe().files(own);
    assertThat(json.run("pipeline", "-o", "json")).isZero();
    JsonNode billing = new ObjectMapper().readTree(json.out()).at("/environments/0/own/0");
    assertThat(billing.at("/application").asText()).isEqualTo("billing");
    assertThat(billing.at("/gates").findValuesAsText("kind"))
        .containsExactly("approval", "http", "dependsOn");
    assertThat(billing.at("/policy/deadline").asInt()).isEqualTo(60 * 60);
  }

  @Test
  void regionsAndWaitsAreInTheGraph() {
    MemoryTree regions =
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
                spec: {overlays: overlays/*/us, follows: {branch: main}, gates: [dependsOn: eu]}
                ---
                apiVersion: sluice.dev/v1alpha1
                kind: Environment
                metadata: {name: edge}
                spec: {overlays: overlays/*/edge, follows: {environments: [eu, us], match: any}}
                """)
            .file("overlays/shop/eu/a.yaml", "")
            .file("overlays/shop/us/a.yaml", "")
            .file("overlays/shop/edge/a.yaml", "");
    Console other = Console.pipe().files(regions);
    assertThat(other.run("pipeline", "-o", "mermaid")).isZero();
    assertThat(other.out())
        .contains("e0 -.->|dependsOn| e1\n", "e0 -->|any| e2\n", "e1 -->|any| e2\n", "g0 --> e1\n")
        .doesNotContain("g1");
  }
}
