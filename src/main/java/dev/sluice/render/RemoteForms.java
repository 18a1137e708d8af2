package dev.sluice.render;

import java.util.List;
import java.util.regex.Pattern;

/** Tells references that kustomize, or an older version of it, would fetch from elsewhere. */
final class RemoteForms {

  /**
   * More than kustomize takes for remote: a file that is called like a URL can be renamed, a
   * request that went out cannot be taken back.
   */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("(?i)^([a-z][a-z0-9+.-]*::|[a-z][a-z0-9+.-]*:/).*"),
          Pattern.compile("^[^/\\s@]+@[^/\\s]*[:/].*"),
          Pattern.compile("(?i)^(www\\.|ssh\\.)?github\\.com[:/].*"),
          Pattern.compile("^(?=[A-Za-z0-9][^:]*\\.)[A-Za-z0-9.-]+:.*"),
          Pattern.compile("(?i)^.*\\?.*\\b(ref|version|timeout|submodules|depth)=.*"));

  private RemoteForms() {}

  /** Whether a reference may lead out of the tree over a network. */
  static boolean isRemote(String reference) {
    String trimmed = reference.strip();
    return FORMS.stream().anyMatch(form -> form.matcher(trimmed).matches());
  }
}
