package dev.sluice.kube;

import java.time.Duration;

/**
 * One HTTP request to an API server.
 *
 * @param method such as {@code PATCH}
 * @param path path and query, from the slash on
 * @param contentType of the body; empty without one
 * @param body the body; empty for none
 * @param patience how long to wait for the answer
 * @param user in whose name; empty for that of the connection
 * @param accept what the answer is to be; empty for the object as it is
 */
record Request(
    String method,
    String path,
    String contentType,
    String body,
    Duration patience,
    String user,
    String accept) {

  // The API server itself gives up after 60 s; a little more lets its own answer arrive.
  private static final Duration PATIENCE = Duration.ofSeconds(65);

  private static final String JSON = "application/json";

  // No second choice behind it: an API server that cannot do that must not send the whole object.
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private Request(String method, String path, String contentType, String body, Duration patience) {
    this(method, path, contentType, body, patience, "", "");
  }

  /**
   * The same in the name of another user. The API server adds the groups that a service account has
   * by itself, as long as no group is named: so the daemon needs no right to impersonate groups.
   */
  Request as(String newUser) {
    return new Request(method, path, contentType, body, patience, newUser, accept);
  }

  static Request get(String path) {
    return new Request("GET", path, "", "", PATIENCE);
  }

  /** Of one object, only what every object has: nothing of what it holds. */
  static Request metadata(String path) {
    return new Request("GET", path, "", "", PATIENCE, "", METADATA);
  }

  /** Server-side apply; JSON is YAML. */
  static Request apply(String path, String body) {
    return new Request("PATCH", path, "application/apply-patch+yaml", body, PATIENCE);
  }

  /** JSON merge patch. */
  static Request merge(String path, String body) {
    return new Request("PATCH", path, "application/merge-patch+json", body, PATIENCE);
  }

  static Request create(String path, String body) {
    return new Request("POST", path, JSON, body, PATIENCE);
  }

  static Request replace(String path, String body) {
    return new Request("PUT", path, JSON, body, PATIENCE);
  }

  static Request delete(String path, String body) {
    return new Request("DELETE", path, JSON, body, PATIENCE);
  }
}
