package dev.sluice.environments;

import dev.sluice.model.promotion.Follows;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From the checked {@code spec.follows} to what is followed. */
record FollowsSection(Values values, Complaints complaints) {

  private static final String PATH = "spec.follows";
  private static final String MATCH = PATH + ".match";
  private static final String VERIFIED = PATH + ".verified";

  /** What the environment follows. */
  Follows follows() {
    return values.has(PATH + ".environment") || values.has(PATH + ".environments")
        ? upstream()
        : ref();
  }

  /** The line it stands on. */
  int line() {
    return values.line(PATH);
  }

  private Follows.Upstream upstream() {
    boolean several = values.has(PATH + ".environments");
    List<String> names =
        several
            ? values.texts(PATH + ".environments")
            : List.of(values.text(PATH + ".environment"));
    boolean mirrors = values.flag(VERIFIED, false);
    Set<String> seen = new HashSet<>();
    for (String path : values.elements(PATH + ".environments")) {
      if (!seen.add(values.text(path))) {
        complain(path, values.text(path) + " is named twice", "Name it once");
      }
    }
    if (names.isEmpty()) {
      complain(PATH + ".environments", "names no environment", "Name at least one");
    }
    if (values.has(MATCH) && !several) {
      complain(MATCH, "chooses among several environments, but one is followed", "Take it out");
    }
    if (mirrors && names.size() > 1) {
      complain(
          VERIFIED,
          "cannot take up everything of %d environments, which may run different revisions"
              .formatted(names.size()),
          "Follow the one that this environment stands by for");
    }
    return new Follows.Upstream(
        names,
        values.text(MATCH).equals("any") ? Follows.Match.ANY : Follows.Match.ALL,
        mirrors ? Follows.Mode.MIRROR : Follows.Mode.PROMOTE);
  }

  /** In the words of the git stage: branch, full name of a tag, or commit id. */
  private Follows.Ref ref() {
    for (String field : List.of(MATCH, VERIFIED)) {
      if (values.has(field)) {
        complain(field, "is about environments that are followed, and none is", "Take it out");
      }
    }
    String tag = values.text(PATH + ".tag");
    return new Follows.Ref(
        tag.isEmpty()
            ? values.text(PATH + ".branch") + values.text(PATH + ".commit")
            : "refs/tags/" + tag);
  }

  private void complain(String field, String message, String remedy) {
    complaints.add(values.line(field), field, message, remedy);
  }
}
