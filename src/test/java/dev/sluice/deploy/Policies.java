package dev.sluice.deploy;

import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import java.util.Map;

/**
 * The admission policies hold in every namespace; on an API server that tests share, in those only
 * that a test chooses.
 */
final class Policies {

  private static final Map<String, String> CHOSEN = Map.of("policies", "chosen");

  private Policies() {}

  /** The object; a binding of a policy only for the namespaces that are chosen. */
  static HasMetadata narrowed(HasMetadata object) {
    return object instanceof ValidatingAdmissionPolicyBinding binding
        ? new ValidatingAdmissionPolicyBindingBuilder(binding)
            .editSpec()
            .withNewMatchResources()
            .withNewNamespaceSelector()
            .withMatchLabels(CHOSEN)
            .endNamespaceSelector()
            .endMatchResources()
            .endSpec()
            .build()
        : object;
  }

  /** Lets the policies hold in a namespace. */
  static void chooses(String namespace) {
    var unused =
        TestCluster.admin()
            .namespaces()
            .withName(namespace)
            .edit(one ->
                new NamespaceBuilder(one).editMetadata().addToLabels(CHOSEN).endMetadata().build());
  }
}
