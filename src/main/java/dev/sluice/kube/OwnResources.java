package dev.sluice.kube;

import dev.sluice.kube.resource.OwnApi;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests for one of our own kinds, in the daemon's namespace of the daemon's cluster. */
final class OwnResources {

  private final Connection connection;
  private final KindInfo info;
  private final String namespace;

  OwnResources(Connection connection, String kind, String plural, String namespace) {
    this.connection = connection;
    this.info =
        new KindInfo(
            new ApiKind(OwnApi.GROUP, OwnApi.VERSION, kind), plural, KindInfo.Scope.NAMESPACED);
    this.namespace = namespace;
  }

  /** Where they are listed and watched. */
  Collection collection() {
    return Collection.in(info, namespace);
  }

  /** All of them. */
  List<LiveObject> list() throws Stopped {
    return Listing.read(connection, collection(), item -> item).items();
  }

  /** One of them; empty when it is not there. */
  Optional<LiveObject> get(String name) throws Stopped {
    return unlessGone(name, "get", Request.get(path(name)));
  }

  /** Creates one; a {@code StateConflict} when it is there already. */
  LiveObject create(String name, Map<String, Object> fields) throws Stopped {
    String path = Paths.in(info, namespace) + "?fieldManager=" + Labels.FIELD_MANAGER;
    return expect(name, "create", Request.create(path, body(name, "", fields)));
  }

  /**
   * Replaces one, if it is still in the version that is known; a {@code StateConflict} otherwise.
   *
   * @return empty when it is gone
   */
  Optional<LiveObject> replace(String name, String resourceVersion, Map<String, Object> fields)
      throws Stopped {
    String path = path(name) + "?fieldManager=" + Labels.FIELD_MANAGER;
    return unlessGone(name, "update", Request.replace(path, body(name, resourceVersion, fields)));
  }

  /**
   * Replaces the status of one, if it is still in the version that is known; a {@code
   * StateConflict} otherwise.
   *
   * @return empty when it is gone
   */
  Optional<LiveObject> replaceStatus(
      String name, String resourceVersion, Map<String, Object> fields) throws Stopped {
    String path = path(name) + "/status?fieldManager=" + Labels.FIELD_MANAGER;
    return unlessGone(name, "update", Request.replace(path, body(name, resourceVersion, fields)));
  }

  /** Deletes one; nothing happens when it is gone. */
  void delete(String name) throws Stopped {
    var unused = unlessGone(name, "delete", Request.delete(path(name), ""));
  }

  /** Server-side apply. */
  LiveObject apply(String name, Map<String, Object> fields) throws Stopped {
    String path = path(name) + "?force=true&fieldManager=" + Labels.FIELD_MANAGER;
    return expect(name, "patch", Request.apply(path, body(name, "", fields)));
  }

  /**
   * Server-side apply of the status.
   *
   * @return empty when the object is gone
   */
  Optional<LiveObject> applyStatus(String name, Map<String, Object> status) throws Stopped {
    String path = path(name) + "/status?force=true&fieldManager=" + Labels.FIELD_MANAGER;
    return unlessGone(name, "patch", Request.apply(path, body(name, "", Map.of("status", status))));
  }

  /**
   * Sets an annotation.
   *
   * @return empty when there is no such object
   */
  Optional<LiveObject> annotate(String name, String annotation, String value) throws Stopped {
    String patch = Json.text(Map.of("metadata", Map.of("annotations", Map.of(annotation, value))));
    return unlessGone(name, "patch", Request.merge(path(name), patch));
  }

  private String path(String name) {
    return Paths.one(info, key(name));
  }

  private ObjectKey key(String name) {
    return new ObjectKey(OwnApi.GROUP, info.kind().kind(), namespace, name);
  }

  private String body(String name, String resourceVersion, Map<String, Object> fields) {
    Map<String, Object> metadata =
        resourceVersion.isEmpty()
            ? Map.of("name", name, "namespace", namespace)
            : Map.of("name", name, "namespace", namespace, "resourceVersion", resourceVersion);
    Map<String, Object> body = new LinkedHashMap<>(fields);
    body.put("apiVersion", info.kind().apiVersion());
    body.put("kind", info.kind().kind());
    body.put("metadata", metadata);
    return Json.text(body);
  }

  private Optional<LiveObject> unlessGone(String name, String verb, Request request)
      throws Stopped {
    Answer answer = connection.send(request);
    boolean gone = answer.status() == 404 && ApiStatus.of(answer).name().equals(name);
    return gone ? Optional.empty() : Optional.of(object(name, verb, request, answer));
  }

  private LiveObject expect(String name, String verb, Request request) throws Stopped {
    return object(name, verb, request, connection.send(request));
  }

  private LiveObject object(String name, String verb, Request request, Answer answer)
      throws Stopped {
    if (!answer.successful()) {
      throw ApiErrors.stopped(Asked.about(connection.cluster(), verb, info, key(name)), answer);
    }
    try {
      return new LiveObject(answer.tree());
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }
}
