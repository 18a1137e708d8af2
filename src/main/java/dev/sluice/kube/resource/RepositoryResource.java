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

/** One config repository: how it and its environment files stand. Written by the daemon alone. */
@Group(OwnApi.GROUP)
@Version(OwnApi.VERSION)
@Kind("Repository")
@Plural("repositories")
@Singular("repository")
@AdditionalPrinterColumn(name = "State", type = Type.STRING, jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class RepositoryResource extends CustomResource<RepositorySpec, RepositoryStatusBody>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  public static final String KIND = "Repository";

  public static final String PLURAL = "repositories";
}
