package dev.sluice.system;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** What a person changes behind Git's back. */
final class Edits {

  private Edits() {}

  /** Sets the value of a ConfigMap of {@link Manifests}, as {@code kubectl edit} does. */
  static void setValue(Resource<ConfigMap> map, String value) {
    PatchContext merge =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kubectl-edit")
            .build();
    map.patch(merge, "{\"data\":{\"value\":\"" + value + "\"}}");
  }
}
