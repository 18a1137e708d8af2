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

/** One application in one environment: how it stands. Written by the daemon alone. */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("Target")
@Plural("targets")
@Singular("target")
@ShortNames("tgt")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Application", type = Type.STRING, jsonPath = ".spec.application")
@AdditionalPrinterColumn(name = "Revision", type = Type.STRING, jsonPath = ".status.shortRevision")
@AdditionalPrinterColumn(name = "Sync", type = Type.STRING, jsonPath = ".status.sync")
@AdditionalPrinterColumn(name = "Health", type = Type.STRING, jsonPath = ".status.health.state")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class TargetResource extends CustomResource<TargetSpec, TargetStatusBody>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "Target";

  public static final String PLURAL = "targets";
}
