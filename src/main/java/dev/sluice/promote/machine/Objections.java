package dev.sluice.promote.machine;

import java.util.List;
import java.util.Map;

/**
 * What speaks against commits on their way, whatever their gates say.
 *
 * @param lacking hotfixes that run here and that a commit does not contain: by the commit, the
 *     commits of those hotfixes; none for a commit that contains all of them
 * @param takenBack why upstream does not stand behind a commit any more, for people: by the commit
 */
public record Objections(Map<String, List<String>> lacking, Map<String, String> takenBack) {

  /** Nothing does. */
  public static final Objections NONE = new Objections(Map.of(), Map.of());
}
