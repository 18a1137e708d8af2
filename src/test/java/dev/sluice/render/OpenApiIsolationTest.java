package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MemoryTree;
import org.junit.jupiter.api.Test;

/** Case 49 of the corpus: one application's {@code openapi} is no other application's business. */
class OpenApiIsolationTest {

  private static final String GADGET =
      """
      apiVersion: case49.sluice.test/v1
      kind: Gadget
      metadata: {name: one}
      spec: {parts: [{key: a, size: 1}, {key: b, size: 1}]}
      """;

  private static final String PATCH =
      """
      apiVersion: case49.sluice.test/v1
      kind: Gadget
      metadata: {name: one}
      spec: {parts: [{key: a, size: 2}]}
      """;

  private static final String SCHEMA =
      """
      {"definitions": {"v1.Gadget": {
        "type": "object",
        "x-kubernetes-group-version-kind":
          [{"group": "case49.sluice.test", "version": "v1", "kind": "Gadget"}],
        "properties": {"spec": {"type": "object", "properties": {"parts": {
          "type": "array",
          "x-kubernetes-patch-merge-key": "key",
          "x-kubernetes-patch-strategy": "merge",
          "items": {"type": "object", "properties":
            {"key": {"type": "string"}, "size": {"type": "integer"}}}}}}}}}}
      """;

  private static final String PATCHED = "resources: [gadget.yaml]\npatches: [{path: patch.yaml}]\n";

  @Test
  void aSchemaOfOneOverlayKeysNoListOfAnother() throws Stopped {
    try (KustomizeRenderer renderer = Engines.worker()) {
      for (int i = 0; i < 3; i++) {
        // Each is a new revision: no render is remembered, and both workers get to see the schema.
        assertThat(spec(renderer, "plain", "", i))
            .isEqualTo("{\"parts\":[{\"key\":\"a\",\"size\":2}]}");
        assertThat(spec(renderer, "keyed", "openapi: {path: schema.json}\n", i))
            .isEqualTo("{\"parts\":[{\"key\":\"a\",\"size\":2},{\"key\":\"b\",\"size\":1}]}");
      }
    }
  }

  private static String spec(Renderer renderer, String overlay, String openApi, int round)
      throws Stopped {
    MemoryTree tree =
        new MemoryTree()
            .file(overlay + "/kustomization.yaml", PATCHED + openApi + "# " + round + "\n")
            .file(overlay + "/gadget.yaml", GADGET)
            .file(overlay + "/patch.yaml", PATCH)
            .file(overlay + "/schema.json", SCHEMA);
    Desired desired =
        renderer.render(new Source(new Revision("config", "commit-" + round), tree), overlay);
    return CanonicalJson.of(desired.objects().getFirst().manifest().content().get("spec"));
  }
}
