package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster over the HTTP client of fabric8, with REST paths of our own: its typed operations would
 * parse every body into classes that we do not need, and hide what is sent.
 */
final class Fabric8Cluster implements Cluster {

  private static final String CRD = "CustomResourceDefinition";

  private final Connection connection;
  private final Kinds kinds;
  private final String user;

  /**
   * Requests in the name of a user.
   *
   * @param user empty for that of the connection
   */
  Fabric8Cluster(Connection connection, Kinds kinds, String user) {
    this.connection = connection;
    this.kinds = kinds;
    this.user = user;
  }

  @Override
  public String name() {
    return connection.cluster();
  }

  @Override
  public Optional<KindInfo> kind(ApiKind kind) throws Stopped {
    return kinds.find(kind);
  }

  @Override
  public Optional<KindInfo> kindInAnyVersion(ApiKind kind) throws Stopped {
    return kinds.findInAnyVersion(kind);
  }

  @Override
  public Optional<LiveObject> get(ApiKind kind, ObjectKey key) throws Stopped {
    KindInfo info = served(kind, key, "get");
    Request request = Request.get(Paths.one(info, key));
    Answer answer = send(request);
    if (isNotThere(answer, key)) {
      return Optional.empty();
    }
    return Optional.of(object(request, answer, Asked.about(name(), "get", info, key)));
  }

  @Override
  public boolean exists(ApiKind kind, ObjectKey key) throws Stopped {
    Optional<KindInfo> info = kinds.find(kind);
    if (info.isEmpty()) {
      return false;
    }
    Answer answer = send(Request.metadata(Paths.one(info.get(), key)));
    if (isNotThere(answer, key)) {
      return false;
    }
    if (!answer.successful()) {
      throw ApiErrors.stopped(Asked.about(name(), "get", info.get(), key), answer);
    }
    return true; // the body is not read: annotations may repeat what a Secret holds
  }

  @Override
  public List<LiveObject> list(ApiKind kind, String namespace) throws Stopped {
    Optional<KindInfo> info = kinds.find(kind);
    return info.isEmpty()
        ? List.of()
        : Listing.<LiveObject>read(
                connection, Collection.in(info.get(), namespace), object -> object)
            .items();
  }

  @Override
  public LiveObject apply(Manifest manifest, Persistence persistence, Ownership ownership)
      throws Stopped {
    KindInfo info = served(manifest.kind(), manifest.key(), "patch", Optional.of(manifest));
    Request request =
        Request.apply(
            Paths.one(info, manifest.key()) + query(persistence, ownership),
            Json.text(manifest.content()));
    Asked asked = Asked.to(name(), info, manifest);
    LiveObject applied = object(request, send(request), asked);
    if (persistence == Persistence.STORED && manifest.kind().kind().equals(CRD)) {
      kinds.expect(Trees.string(Trees.map(manifest.content(), "spec"), "group"));
    }
    return applied;
  }

  @Override
  public LiveObject amend(ApiKind kind, ObjectKey key, Map<String, Object> patch) throws Stopped {
    KindInfo info = served(kind, key, "patch");
    Request request =
        Request.merge(
            Paths.one(info, key) + "?fieldManager=" + Labels.FIELD_MANAGER, Json.text(patch));
    Answer answer = send(request);
    return object(request, answer, Asked.about(name(), "patch", info, key));
  }

  @Override
  public boolean delete(ApiKind kind, ObjectKey key, String uid, String resourceVersion)
      throws Stopped {
    KindInfo info = served(kind, key, "delete");
    Map<String, Object> preconditions = new LinkedHashMap<>();
    preconditions.put("uid", uid);
    if (!resourceVersion.isEmpty()) {
      preconditions.put("resourceVersion", resourceVersion);
    }
    Request request =
        Request.delete(
            Paths.one(info, key),
            Json.text(
                Map.of(
                    "apiVersion", "v1",
                    "kind", "DeleteOptions",
                    "propagationPolicy", "Foreground",
                    "preconditions", preconditions)));
    Answer answer = send(request);
    if (isNotThere(answer, key)) {
      return false;
    }
    if (!answer.successful()) {
      throw ApiErrors.stopped(Asked.about(name(), "delete", info, key), answer);
    }
    return true;
  }

  private Answer send(Request request) throws Stopped {
    return connection.send(request.as(user));
  }

  private static String query(Persistence persistence, Ownership ownership) {
    return "?fieldManager="
        + Labels.FIELD_MANAGER
        + "&fieldValidation=Strict&force="
        + switch (ownership) {
          case ASK -> "false";
          case FORCE -> "true";
        }
        + switch (persistence) {
          case DRY_RUN -> "&dryRun=All";
          case STORED -> "";
        };
  }

  // A missing namespace also makes an object missing; an unknown path does not.
  private static boolean isNotThere(Answer answer, ObjectKey key) {
    if (answer.status() != 404) {
      return false;
    }
    ApiStatus status = ApiStatus.of(answer);
    return status.reason().equals("NotFound")
        && (status.name().equals(key.name()) || status.name().equals(key.namespace()));
  }

  private KindInfo served(ApiKind kind, ObjectKey key, String verb) throws Stopped {
    return served(kind, key, verb, Optional.empty());
  }

  private KindInfo served(ApiKind kind, ObjectKey key, String verb, Optional<Manifest> manifest)
      throws Stopped {
    Optional<KindInfo> info = kinds.find(kind);
    if (info.isEmpty()) {
      throw new Stopped(ApiErrors.unknownKind(new Asked(name(), verb, kind, "", key, manifest)));
    }
    return info.get();
  }

  private LiveObject object(Request request, Answer answer, Asked asked) throws Stopped {
    if (!answer.successful()) {
      throw ApiErrors.stopped(asked, answer);
    }
    try {
      return new LiveObject(answer.tree());
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }
}
