package dev.sluice.kube.resource;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What one person asks of the daemon. It is answered once, in its status. Whoever creates it may
 * not change it afterwards, and nobody can create one in another's name: see the admission policies
 * in {@code deploy/base}.
 */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("PromotionRequest")
@Plural("promotionrequests")
@Singular("promotionrequest")
@ShortNames("preq")
@ValidationRule(value = "has(self.spec)", message = "spec is required")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Application", type = Type.STRING, jsonPath = ".spec.application")
@AdditionalPrinterColumn(name = "Action", type = Type.STRING, jsonPath = ".spec.action")
@AdditionalPrinterColumn(name = "By", type = Type.STRING, jsonPath = ".spec.requestedBy")
@AdditionalPrinterColumn(name = "Result", type = Type.STRING, jsonPath = ".status.result")
@AdditionalPrinterColumn(name = "Message", type = Type.STRING, jsonPath = ".status.message")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class PromotionRequestResource
    extends CustomResource<PromotionRequestSpec, PromotionRequestStatusBody> implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "PromotionRequest";

  public static final String PLURAL = "promotionrequests";
}
