package dev.sluice.kube;

import dev.sluice.model.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The {@code Status} object with which an API server refuses.
 *
 * @param code the HTTP status
 * @param message for people, in the server's words
 * @param reason CamelCase; empty when the server gave none
 * @param kind the kind or resource it is about; empty when not named
 * @param name the object it is about; empty when not named
 * @param causes one per field at fault
 */
record ApiStatus(
    int code, String message, String reason, String kind, String name, List<Cause> causes) {

  // What stands before the API server (a proxy, an aggregated API) may answer pages of HTML.
  private static final int LONGEST_PLAIN_ANSWER = 200;

  /** One field at fault. */
  record Cause(String reason, String message, String field) {}

  static ApiStatus of(Answer answer) {
    try {
      Map<String, Object> tree = answer.tree();
      if (Trees.string(tree, "kind").equals("Status")) {
        return of(answer.status(), tree);
      }
    } catch (IOException e) {
      // Not JSON: "404 page not found" of the API server's router, or a page of a proxy.
    }
    return new ApiStatus(answer.status(), plain(answer.body()), "", "", "", List.of());
  }

  static ApiStatus of(int code, Map<String, Object> status) {
    Map<String, Object> details = Trees.map(status, "details");
    return new ApiStatus(
        code,
        Trees.string(status, "message"),
        Trees.string(status, "reason"),
        Trees.string(details, "kind"),
        Trees.string(details, "name"),
        Trees.maps(details, "causes").stream().map(ApiStatus::cause).toList());
  }

  boolean hasCause(String causeReason) {
    return causes.stream().anyMatch(cause -> cause.reason().equals(causeReason));
  }

  private static Cause cause(Map<String, Object> cause) {
    return new Cause(
        Trees.string(cause, "reason"),
        Trees.string(cause, "message"),
        field(Trees.string(cause, "field")));
  }

  // "[]" and "<nil>" stand for the whole object.
  private static String field(String path) {
    return path.equals("[]") || path.equals("<nil>") ? "" : path.replaceFirst("^\\.", "");
  }

  private static String plain(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    String line = text.lines().findFirst().orElse("");
    return line.length() > LONGEST_PLAIN_ANSWER ? line.substring(0, LONGEST_PLAIN_ANSWER) : line;
  }
}
