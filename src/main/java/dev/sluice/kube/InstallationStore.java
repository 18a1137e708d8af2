package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity of an installation, in a ConfigMap of the daemon's namespace. A new one follows from
 * the uid of that namespace, so that a ConfigMap deleted by mistake comes back as it was; one that
 * moves to another cluster takes its ConfigMap along. Thread-safe.
 */
public final class InstallationStore {

  /** Name of the ConfigMap. */
  public static final String NAME = "sluice-installation";

  private static final ApiKind CONFIG_MAP = ApiKind.of("v1", "ConfigMap");
  private static final ApiKind NAMESPACE = ApiKind.of("v1", "Namespace");
  private static final String FIELD = "id";

  private final Cluster own;
  private final String namespace;
  private @Nullable Installation known;

  /** The identity that is kept in a namespace of the daemon's own cluster. */
  public InstallationStore(Cluster own, String namespace) {
    this.own = own;
    this.namespace = namespace;
  }

  /**
   * Who we are; the first time, this is decided and written down. Asked once, then from memory.
   *
   * @throws Stopped when the cluster cannot tell, or somebody wrote something else there
   */
  public synchronized Installation establish() throws Stopped {
    Installation established = known;
    if (established == null) {
      Optional<Installation> stored = stored();
      established = stored.isPresent() ? stored.get() : write(derived());
      known = established;
    }
    return established;
  }

  /**
   * Who works here, for a command that only looks.
   *
   * @throws Stopped as above
   */
  public Installation look() throws Stopped {
    Optional<Installation> stored = stored();
    if (stored.isPresent()) {
      return stored.get();
    }
    return namespaceUid().map(Installation::of).orElse(Installation.NOT_YET);
  }

  private Optional<Installation> stored() throws Stopped {
    Optional<LiveObject> stored =
        own.get(CONFIG_MAP, new ObjectKey("", CONFIG_MAP.kind(), namespace, NAME));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    String id = Trees.string(Trees.map(stored.get().content(), "data"), FIELD);
    if (!Installation.isId(id)) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "the ConfigMap %s/%s holds no installation id in data.%s: eight lower-case letters and digits"
                  .formatted(namespace, NAME, FIELD),
              "Put the id back that the labels sluice.dev/target of this installation's objects end"
                  + " with; or, if there are none, delete the ConfigMap"));
    }
    return Optional.of(new Installation(id));
  }

  private Installation derived() throws Stopped {
    return Installation.of(
        namespaceUid()
            .orElseThrow(() ->
                new Stopped(
                    Failure.of(
                        Reason.NAMESPACE_MISSING,
                        "the daemon's own namespace " + namespace + " does not exist",
                        "Create it, or set sluice.namespace to the one it is installed in"))));
  }

  private Optional<String> namespaceUid() throws Stopped {
    return own.get(NAMESPACE, new ObjectKey("", NAMESPACE.kind(), "", namespace))
        .map(LiveObject::uid);
  }

  private Installation write(Installation installation) throws Stopped {
    Map<String, Object> content =
        Map.of(
            "apiVersion",
            CONFIG_MAP.apiVersion(),
            "kind",
            CONFIG_MAP.kind(),
            "metadata",
            Map.of("name", NAME, "namespace", namespace),
            "data",
            Map.of(FIELD, installation.id()));
    Manifest manifest = new Manifest(CONFIG_MAP, namespace, NAME, content, Origin.UNKNOWN);
    // Whoever starts beside us decides the same: the seed is the same.
    var unused = own.apply(manifest, Cluster.Persistence.STORED, Cluster.Ownership.ASK);
    return installation;
  }
}
