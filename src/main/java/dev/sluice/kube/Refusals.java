package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.Reason;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meanings of HTTP 400, 403 and 422: missing rights, admission, validation. */
final class Refusals {

  static final Pattern BUILT_IN_GROUP =
      Pattern.compile("|apps|batch|autoscaling|policy|extensions|[a-z.]+\\.k8s\\.io");

  // How RBAC refuses; every other 403 comes from admission.
  private static final Pattern MISSING_RIGHT =
      Pattern.compile(".* cannot \\w+ resource .*", Pattern.DOTALL);

  // How validation and the known kinds say that a field is settled at creation.
  private static final Pattern IMMUTABLE =
      Pattern.compile(
          ".*(field is immutable|is immutable after creation|may not be changed? once set|may not change once set"
              + "|cannot change roleRef|updates to \\S+ spec for fields other than"
              + "|updates to \\S+ are forbidden|pod updates may not change fields other than).*",
          Pattern.DOTALL);

  private static final Pattern WEBHOOK =
      Pattern.compile(
          "admission webhook \"([^\"]+)\" denied the request(?:: (.*))?", Pattern.DOTALL);
  private static final Pattern POLICY =
      Pattern.compile(
          "ValidatingAdmissionPolicy '([^']+)'.*? denied request: (.*)", Pattern.DOTALL);
  private static final Pattern FAILED_WEBHOOK =
      Pattern.compile("failed calling webhook \"([^\"]+)\": (.*)", Pattern.DOTALL);
  private static final Pattern PLUGIN = Pattern.compile("is forbidden: (.*)", Pattern.DOTALL);

  private Refusals() {}

  static Failure forbidden(Asked asked, ApiStatus status) {
    if (status.hasCause("NamespaceTerminating")
        || status.message().contains("because it is being terminated")) {
      return ApiErrors.at(
          asked,
          Reason.NAMESPACE_TERMINATING,
          "metadata.namespace",
          "%s: the namespace %s is being deleted".formatted(asked.key(), asked.key().namespace()),
          "Sluice tries again once it is gone and was created anew");
    }
    return MISSING_RIGHT.matcher(status.message()).matches()
        ? missingRight(asked, status)
        : denied(asked, status);
  }

  static Failure invalid(Asked asked, ApiStatus status) {
    String message = status.message();
    if (WEBHOOK.matcher(message).find() || POLICY.matcher(message).find()) {
      return denied(asked, status);
    }
    if (status.hasCause("FieldValueTooLong") && message.contains("bytes")) {
      return ApiErrors.tooLarge(asked, status);
    }
    if (status.code() == 422 && onlyImmutable(status)) {
      return immutable(asked, status);
    }
    return ApiErrors.at(
        asked,
        Reason.OBJECT_INVALID,
        firstField(status),
        "%s is not valid: %s".formatted(asked.key(), details(asked, status)),
        "Correct the manifest");
  }

  /**
   * Whether every field at fault is one that is settled at creation. With a plain mistake beside
   * it, deleting and creating anew would end with nothing.
   */
  private static boolean onlyImmutable(ApiStatus status) {
    return status.causes().isEmpty()
        ? IMMUTABLE.matcher(status.message()).matches()
        : status.causes().stream().allMatch(c -> IMMUTABLE.matcher(c.message()).matches());
  }

  static Failure webhookFailed(Asked asked, ApiStatus status) {
    Matcher webhook = FAILED_WEBHOOK.matcher(ApiErrors.words(asked, status));
    boolean known = webhook.find();
    return ApiErrors.at(
        asked,
        Reason.ADMISSION_REJECTED,
        "",
        "%s: the admission webhook %s could not be called: %s"
            .formatted(
                asked.key(),
                known ? webhook.group(1) : "",
                known ? webhook.group(2) : ApiErrors.words(asked, status)),
        "Look after the webhook's own service; Sluice tries again by itself");
  }

  private static Failure missingRight(Asked asked, ApiStatus status) {
    return ApiErrors.at(
        asked,
        Reason.FORBIDDEN,
        "",
        "%s: %s".formatted(asked.key(), ApiErrors.words(asked, status)),
        MissingRights.remedy(asked, status.message()));
  }

  private static Failure denied(Asked asked, ApiStatus status) {
    String words = ApiErrors.words(asked, status);
    Matcher webhook = WEBHOOK.matcher(words);
    Matcher policy = POLICY.matcher(words);
    Matcher plugin = PLUGIN.matcher(words);
    if (policy.find() && policy.group(1).startsWith("sluice-")) {
      return ApiErrors.at(
          asked,
          Reason.FORBIDDEN,
          "",
          policy.group(2).strip(),
          "The Roles in deploy/people/example show which rights there are");
    }
    policy.reset();
    String by;
    if (webhook.find()) {
      String why = webhook.group(2);
      by = "the admission webhook " + webhook.group(1) + " refused: " + (why == null ? "" : why);
    } else if (policy.find()) {
      by = "the ValidatingAdmissionPolicy " + policy.group(1) + " refused: " + policy.group(2);
    } else {
      by = "admission refused: " + (plugin.find() ? plugin.group(1) : words);
    }
    boolean deleting = asked.verb().equals("delete");
    return ApiErrors.at(
        asked,
        deleting ? Reason.DELETE_REFUSED : Reason.ADMISSION_REJECTED,
        "",
        asked.key() + ": " + by.strip(),
        deleting
            ? "It stays remembered; the delete is tried again"
            : "Change the manifest so that it passes, or the policy");
  }

  private static Failure immutable(Asked asked, ApiStatus status) {
    return ApiErrors.at(
        asked,
        Reason.IMMUTABLE_FIELD,
        firstField(status),
        "%s cannot be changed in place: %s".formatted(asked.key(), details(asked, status)),
        "Put the old value back, or allow deleting and creating it anew with the annotation "
            + Labels.REPLACE
            + ": \"true\"");
  }

  private static String firstField(ApiStatus status) {
    return status.causes().isEmpty() ? "" : status.causes().getFirst().field();
  }

  private static String details(Asked asked, ApiStatus status) {
    List<String> lines =
        status.causes().stream()
            .filter(cause -> !cause.message().isEmpty())
            .map(cause ->
                cause.field().isEmpty() ? cause.message() : cause.field() + ": " + cause.message())
            .distinct()
            .toList();
    return lines.isEmpty()
        ? ApiErrors.words(asked, status)
        : Redaction.of(String.join("; ", lines), asked);
  }
}
