package dev.sluice.demo;

import dev.sluice.kube.Cluster;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import java.util.Comparator;
import java.util.List;

/**
 * Installs {@code deploy/base} as a user would, but for the Deployment: the demo's daemon runs
 * beside the cluster, with the rights of exactly that service account.
 */
public final class Installation {

  private static final String BASE = "deploy/base";

  private final Cluster cluster;
  private final Renderer renderer;

  /** Installs into this cluster. */
  public Installation(Cluster cluster, Renderer renderer) {
    this.cluster = cluster;
    this.renderer = renderer;
  }

  /** Applies what {@code deploy/base} in this tree renders to. */
  public void install(SourceTree checkout) throws Stopped {
    Source source = new Source(new Revision("sluice", "checkout"), checkout);
    List<Manifest> manifests =
        renderer.render(source, BASE).objects().stream()
            .map(DesiredObject::manifest)
            .filter(manifest -> !manifest.kind().kind().equals("Deployment"))
            .sorted(Comparator.comparingInt(Installation::rank))
            .toList();
    for (Manifest manifest : manifests) {
      cluster.apply(manifest, Cluster.Persistence.STORED, Cluster.Ownership.FORCE);
    }
  }

  private static int rank(Manifest manifest) {
    return switch (manifest.kind().kind()) {
      case "Namespace" -> 0;
      case "CustomResourceDefinition" -> 1;
      default -> 2;
    };
  }
}
