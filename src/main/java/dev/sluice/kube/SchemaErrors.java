package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Manifests that do not fit the schema of their kind. For these the API server answers HTTP 500 to
 * a server-side apply, with no field but in its text (seen with 1.36).
 */
final class SchemaErrors {

  // failed to create typed patch object (default/a; apps/v1, Kind=Deployment): .spec.replicas: …
  private static final Pattern TYPED =
      Pattern.compile(
          "failed to create typed patch object \\([^)]*\\): (?:errors:\\s*)?(.*)", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("\\.([^:\\s]+): (.*)", Pattern.DOTALL);
  private static final Pattern CONVERT =
      Pattern.compile("failed to convert new object \\([^)]*\\)[^:]*: (.*)", Pattern.DOTALL);
  private static final Pattern GO_VALUE =
      Pattern.compile("got &?value\\.\\w+\\{Value:(.*?)\\}", Pattern.DOTALL);

  // .spec.mode: field not declared in schema: said of the live object, brought to the API version
  // of
  // an entry of its managedFields, where a version that came later has defaults of its own.
  private static final Pattern OUTDATED =
      Pattern.compile("\\.(\\S+): field not declared in schema", Pattern.DOTALL);

  private SchemaErrors() {}

  static boolean isOutdated(String message) {
    return OUTDATED.matcher(message).matches();
  }

  static Failure outdated(Asked asked, ApiStatus status) {
    Matcher field = OUTDATED.matcher(status.message());
    String path = field.matches() ? field.group(1) : "";
    return ApiErrors.at(
        asked,
        Reason.MANAGED_FIELDS_OUTDATED,
        path,
        "%s: its managedFields are of an API version whose schema has no %s"
            .formatted(asked.key(), Redaction.of(path, asked)),
        "Sluice brings them to the version in Git before it applies; nothing is to be done");
  }

  static boolean isOne(String message) {
    return TYPED.matcher(message).matches() || CONVERT.matcher(message).matches();
  }

  static Failure failure(Asked asked, ApiStatus status) {
    String message = status.message();
    Matcher typed = TYPED.matcher(message);
    Matcher converted = CONVERT.matcher(message);
    if (typed.matches()) {
      return misfit(asked, typed.group(1).strip());
    }
    String text = converted.matches() ? converted.group(1) : message;
    if (asked.isAboutSecret() && text.contains("illegal base64")) {
      return ApiErrors.at(
          asked,
          Reason.OBJECT_INVALID,
          "data",
          asked.key() + ": a value is not base64",
          "Encode it, or write it in plain under stringData");
    }
    return ApiErrors.at(
        asked,
        Reason.OBJECT_INVALID,
        "",
        "%s: %s".formatted(asked.key(), Redaction.of(text, asked)),
        "Correct the manifest");
  }

  private static Failure misfit(Asked asked, String text) {
    Matcher field = FIELD.matcher(text);
    String path = field.matches() ? field.group(1) : "";
    String problem = field.matches() ? field.group(2) : text;
    String readable = GO_VALUE.matcher(Redaction.of(problem, asked)).replaceAll("got $1");
    boolean unknown = problem.startsWith("field not declared in schema");
    return ApiErrors.at(
        asked,
        Reason.OBJECT_INVALID,
        path,
        asked.key() + ": " + (unknown ? "%s has no such field".formatted(asked.kind()) : readable),
        unknown ? "Correct its spelling or its place" : "Correct its type");
  }
}
