package dev.sluice.kube.resource;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One revision on its way into one environment. Written by the daemon alone. */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("Promotion")
@Plural("promotions")
@Singular("promotion")
@ShortNames("promo")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Application", type = Type.STRING, jsonPath = ".spec.application")
@AdditionalPrinterColumn(name = "Revision", type = Type.STRING, jsonPath = ".spec.shortRevision")
@AdditionalPrinterColumn(name = "Kind", type = Type.STRING, jsonPath = ".spec.kind")
@AdditionalPrinterColumn(name = "State", type = Type.STRING, jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Since", type = Type.DATE, jsonPath = ".status.since")
@AdditionalPrinterColumn(name = "Message", type = Type.STRING, jsonPath = ".status.message")
public final class PromotionResource extends CustomResource<PromotionSpec, PromotionStatusBody>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "Promotion";

  public static final String PLURAL = "promotions";
}
