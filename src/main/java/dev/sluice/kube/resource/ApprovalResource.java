package dev.sluice.kube.resource;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What one person said about one candidate. Whoever creates it may not change it afterwards, and
 * nobody can create one in another's name: see the admission policies in {@code deploy/base}.
 */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("Approval")
@Plural("approvals")
@Singular("approval")
@ValidationRule(value = "has(self.spec)", message = "spec is required")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Application", type = Type.STRING, jsonPath = ".spec.application")
@AdditionalPrinterColumn(name = "Decision", type = Type.STRING, jsonPath = ".spec.decision")
@AdditionalPrinterColumn(name = "Approver", type = Type.STRING, jsonPath = ".spec.approver")
@AdditionalPrinterColumn(name = "Message", type = Type.STRING, jsonPath = ".status.message")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class ApprovalResource extends CustomResource<ApprovalSpec, ApprovalStatusBody>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "Approval";

  public static final String PLURAL = "approvals";
}
