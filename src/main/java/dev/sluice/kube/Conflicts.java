package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meanings of HTTP 409. */
final class Conflicts {

  // conflict with "kubectl-client-side-apply" using apps/v1 at 2026-…
  private static final Pattern OWNER = Pattern.compile("conflict with \"([^\"]+)\"");

  private Conflicts() {}

  static Failure conflict(Asked asked, ApiStatus status) {
    List<ApiStatus.Cause> owned =
        status.causes().stream()
            .filter(cause -> cause.reason().equals("FieldManagerConflict"))
            .toList();
    return owned.isEmpty() ? stale(asked, status) : ownedByOthers(asked, owned);
  }

  private static Failure ownedByOthers(Asked asked, List<ApiStatus.Cause> owned) {
    List<String> fields =
        owned.stream()
            .map(cause -> cause.field() + " (owned by " + owner(cause.message()) + ")")
            .distinct()
            .toList();
    return ApiErrors.at(
        asked,
        Reason.FIELD_CONFLICT,
        owned.getFirst().field(),
        "%s: another field manager owns %s".formatted(asked.key(), String.join(", ", fields)),
        "Let that manager give the fields up, or remove them from Git");
  }

  private static String owner(String message) {
    Matcher owner = OWNER.matcher(message);
    return owner.find() ? owner.group(1) : "another manager";
  }

  private static Failure stale(Asked asked, ApiStatus status) {
    return ApiErrors.at(
        asked,
        Reason.STATE_CONFLICT,
        "",
        "%s changed while Sluice worked on it: %s"
            .formatted(asked.key(), ApiErrors.words(asked, status)),
        "Sluice looks at it anew by itself");
  }
}
