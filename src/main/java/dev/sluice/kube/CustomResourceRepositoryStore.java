package dev.sluice.kube;

import dev.sluice.kube.resource.RepositoryResource;
import dev.sluice.kube.resource.RepositorySpec;
import dev.sluice.kube.resource.RepositoryStatusBody;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Repository resources in the daemon's namespace of the daemon's own cluster. */
public final class CustomResourceRepositoryStore implements RepositoryStore {

  private static final String READY = "Ready";

  private final OwnResources resources;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourceRepositoryStore(Clusters.Connected own, String namespace) {
    this.resources =
        new OwnResources(
            own.connection(), RepositoryResource.KIND, RepositoryResource.PLURAL, namespace);
  }

  @Override
  public List<Stored> list() throws Stopped {
    List<Stored> all = new ArrayList<>();
    for (LiveObject item : resources.list()) {
      RepositoryStatusBody status =
          Json.as(RepositoryStatusBody.class, Trees.map(item.content(), "status"));
      all.add(new Stored(item.key().name(), StatusBodies.failures(status.failures())));
    }
    return List.copyOf(all);
  }

  @Override
  public void publish(String repository, List<Failure> failures) throws Stopped {
    resources.apply(repository, Map.of("spec", Json.asTree(new RepositorySpec(repository))));
    String state = failures.isEmpty() ? READY : failures.getFirst().reason().word();
    var body = new RepositoryStatusBody(state, StatusBodies.bodies(failures));
    var unused = resources.applyStatus(repository, Json.asTree(body));
  }
}
