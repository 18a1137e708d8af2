package dev.sluice.kube;

import dev.sluice.kube.resource.OwnApi;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;

/** What the refusal of an API server means, in our words. Pure: from the answer alone. */
final class ApiErrors {

  private ApiErrors() {}

  /** The failure that an unsuccessful answer stands for. */
  static Stopped stopped(Asked asked, Answer answer) {
    return new Stopped(failure(asked, ApiStatus.of(answer)));
  }

  /** The failure that a status stands for. */
  static Failure failure(Asked asked, ApiStatus status) {
    return switch (status.code()) {
      case 401 -> refusedCredentials(asked);
      case 403 -> Refusals.forbidden(asked, status);
      case 404 -> notFound(asked, status);
      case 409 -> Conflicts.conflict(asked, status);
      case 413 -> tooLarge(asked, status);
      case 400, 422 -> Refusals.invalid(asked, status);
      case 429 -> throttled(asked, status);
      case 500 -> internal(asked, status);
      default -> unavailable(asked, status);
    };
  }

  /** A kind that the cluster does not serve. */
  static Failure unknownKind(Asked asked) {
    String remedy = unknownKindRemedy(asked.kind().group());
    return at(
        asked,
        Reason.UNKNOWN_KIND,
        "kind",
        "%s does not know the kind %s (apiVersion %s) of %s"
            .formatted(
                Connection.called(asked.cluster()),
                asked.kind().kind(),
                asked.kind().apiVersion(),
                asked.key()),
        remedy);
  }

  private static String unknownKindRemedy(String group) {
    if (group.equals(OwnApi.GROUP)) {
      return "Install Sluice's own CustomResourceDefinitions: kubectl apply -f deploy/base/crds";
    }
    return Refusals.BUILT_IN_GROUP.matcher(group).matches()
        ? "Correct apiVersion and kind: this cluster serves no such version of a built-in API"
        : "Install the CustomResourceDefinition that brings it, or add it to this application";
  }

  static Failure at(Asked asked, Reason reason, String field, String message, String remedy) {
    return Failure.at(reason, asked.origin(), Redaction.of(field, asked), message, remedy);
  }

  /** What the server said, safe to show. */
  static String words(Asked asked, ApiStatus status) {
    String text = status.message().isEmpty() ? "HTTP " + status.code() : status.message();
    return Redaction.of(text, asked);
  }

  private static Failure refusedCredentials(Asked asked) {
    return at(
        asked,
        Reason.CLUSTER_REFUSED_CREDENTIALS,
        "",
        "the API server of %s does not accept the daemon's credentials"
            .formatted(Connection.called(asked.cluster())),
        "Renew the token or certificate in its kubeconfig, or the service account's token");
  }

  private static Failure notFound(Asked asked, ApiStatus status) {
    boolean namespaceMissing =
        status.kind().equals("namespaces")
            && status.name().equals(asked.key().namespace())
            && !asked.kind().kind().equals("Namespace");
    if (namespaceMissing) {
      return at(
          asked,
          Reason.NAMESPACE_MISSING,
          "metadata.namespace",
          "%s: the namespace %s does not exist".formatted(asked.key(), asked.key().namespace()),
          "Create it, add it to the overlay, or set sync.createNamespace: true in the environment");
    }
    return status.reason().equals("NotFound")
        ? at(asked, Reason.NOT_FOUND, "", words(asked, status), "")
        : unknownKind(asked);
  }

  static Failure tooLarge(Asked asked, ApiStatus status) {
    return at(
        asked,
        Reason.OBJECT_TOO_LARGE,
        "",
        "%s is larger than the API server takes: %s".formatted(asked.key(), words(asked, status)),
        "Split it into several objects");
  }

  private static Failure throttled(Asked asked, ApiStatus status) {
    return at(
        asked,
        Reason.THROTTLED,
        "",
        "the API server of %s asked Sluice to wait, more than once: %s"
            .formatted(Connection.called(asked.cluster()), words(asked, status)),
        "Sluice tries again by itself");
  }

  private static Failure internal(Asked asked, ApiStatus status) {
    String text = status.message();
    if (text.contains("request is too large")) {
      return tooLarge(asked, status);
    }
    if (text.contains("failed calling webhook")) {
      return Refusals.webhookFailed(asked, status);
    }
    if (SchemaErrors.isOne(text)) {
      return SchemaErrors.failure(asked, status);
    }
    if (SchemaErrors.isOutdated(text)) {
      return SchemaErrors.outdated(asked, status);
    }
    return unavailable(asked, status);
  }

  private static Failure unavailable(Asked asked, ApiStatus status) {
    return at(
        asked,
        Reason.CLUSTER_UNREACHABLE,
        "",
        "the API server of %s cannot serve %s now (HTTP %d): %s"
            .formatted(
                Connection.called(asked.cluster()),
                asked.key(),
                status.code(),
                words(asked, status)),
        "Sluice tries again by itself");
  }
}
