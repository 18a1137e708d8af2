package dev.sluice.kube.resource;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The ledger of an environment whose config repository the daemon must not push to, or a part of
 * it. Written by the daemon alone.
 */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("LedgerSegment")
@Plural("ledgersegments")
@Singular("ledgersegment")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Segment", type = Type.INTEGER, jsonPath = ".spec.segment")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class LedgerSegmentResource extends CustomResource<LedgerSegmentSpec, Void>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "LedgerSegment";

  public static final String PLURAL = "ledgersegments";
}
