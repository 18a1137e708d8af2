package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import java.util.List;

/**
 * No image may mean something else tomorrow. A digest cannot; of tags those are taken that name a
 * version, which is: hold a digit. Without a tag, {@code latest} is meant.
 */
final class ImagesGate {

  private static final int SHOWN = 3;

  private ImagesGate() {}

  static Finding ask(Gate.Images gate, Rendered rendered) {
    List<String> mutable =
        rendered.images().stream()
            .filter(image -> !gate.waived().contains(name(image.reference())))
            .filter(image -> isMutable(image.reference()))
            .map(image -> "%s (%s)".formatted(image.reference(), image.place()))
            .distinct()
            .sorted()
            .toList();
    Finding finding =
        mutable.isEmpty()
            ? Finding.pass("all images are named exactly")
            : Finding.fail(
                "not named exactly: %s%s; give them a version or a digest"
                    .formatted(
                        String.join(", ", mutable.stream().limit(SHOWN).toList()),
                        mutable.size() > SHOWN
                            ? " and %d more".formatted(mutable.size() - SHOWN)
                            : ""));
    return finding.from(gate.waived(), mutable);
  }

  /** Without tag and digest. */
  static String name(String reference) {
    String plain = withoutDigest(reference);
    int tag = colon(plain);
    return tag < 0 ? plain : plain.substring(0, tag);
  }

  static boolean isMutable(String reference) {
    if (reference.contains("@")) {
      return !reference.matches(".+@[a-z0-9+._-]+:[0-9a-fA-F]{32,}");
    }
    int tag = colon(reference);
    if (tag < 0) {
      return true;
    }
    String name = reference.substring(tag + 1);
    return name.equals("latest") || name.chars().noneMatch(Character::isDigit);
  }

  private static String withoutDigest(String reference) {
    int at = reference.indexOf('@');
    return at < 0 ? reference : reference.substring(0, at);
  }

  /** The colon before the tag; one before a slash belongs to a port. */
  private static int colon(String reference) {
    int colon = reference.lastIndexOf(':');
    return colon > reference.lastIndexOf('/') ? colon : -1;
  }
}
