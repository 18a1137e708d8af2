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

/** A part of what a target has put into its cluster: hashes only. Written by the daemon alone. */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("Inventory")
@Plural("inventories")
@Singular("inventory")
@AdditionalPrinterColumn(name = "Environment", type = Type.STRING, jsonPath = ".spec.environment")
@AdditionalPrinterColumn(name = "Application", type = Type.STRING, jsonPath = ".spec.application")
@AdditionalPrinterColumn(name = "Chunk", type = Type.INTEGER, jsonPath = ".spec.chunk")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class InventoryResource extends CustomResource<InventorySpec, Void>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "Inventory";

  public static final String PLURAL = "inventories";
}
