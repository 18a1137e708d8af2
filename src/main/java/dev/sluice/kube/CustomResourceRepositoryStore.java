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
import java.util.concurrent.ConcurrentHashMap;

/** Repository resources in the daemon's namespace of the daemon's own cluster. */
public final class CustomResourceRepositoryStore implements RepositoryStore {

  private static final String READY = "Ready";

  private final OwnResources resources;
  private final Map<String, RepositoryStatusBody> known = new ConcurrentHashMap<>();
  private volatile boolean listed;

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
      all.add(new Stored(item.key().name(), StatusBodies.failures(body(item).failures())));
    }
    return List.copyOf(all);
  }

  @Override
  public void publish(String repository, List<Failure> failures) throws Stopped {
    if (!listed) {
      // What a daemon before this one wrote need not be written again.
      for (LiveObject item : resources.list()) {
        known.put(item.key().name(), body(item));
      }
      listed = true;
    }
    String state = failures.isEmpty() ? READY : failures.getFirst().reason().word();
    var body = new RepositoryStatusBody(state, StatusBodies.bodies(failures));
    if (body.equals(known.get(repository))) {
      return;
    }
    resources.apply(repository, Map.of("spec", Json.asTree(new RepositorySpec(repository))));
    var unused = resources.applyStatus(repository, Json.asTree(body));
    known.put(repository, body);
  }

  private static RepositoryStatusBody body(LiveObject item) {
    return Json.as(RepositoryStatusBody.class, Trees.map(item.content(), "status"));
  }
}
