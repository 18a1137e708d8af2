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
 * Installs {@code deploy/base} and the example Roles for people as a user would, but for the
 * Deployment: the demo's daemon runs beside the cluster, with the rights of exactly that service
 * account.
 */
public final class Installation {

  private static final List<String> DIRECTORIES = List.of("deploy/base", "deploy/people/example");

  private final Cluster cluster;
  private final Renderer renderer;

  /** Installs into this cluster. */
  public Installation(Cluster cluster, Renderer renderer) {
    this.cluster = cluster;
    this.renderer = renderer;
  }

  /** Applies what {@code deploy/base} and the Roles in this tree render to. */
  public void install(SourceTree checkout) throws Stopped {
    for (String directory : DIRECTORIES) {
      install(new Source(new Revision("sluice", "checkout"), checkout), directory);
    }
  }

  private void install(Source source, String directory) throws Stopped {
    List<Manifest> manifests =
        renderer.render(source, directory).objects().stream()
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
