package dev.sluice.promote.machine;

import dev.sluice.fields.Digests;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;

/** Names of promotions: the same thing on its way twice has the same name. */
final class Ids {

  private static final int HASH = 10;
  private static final int MOST = 63;

  private Ids() {}

  /** The name of what comes by itself. */
  static String of(TargetId target, String digest, Entry.Kind kind, long base, int attempt) {
    return name(
        target, String.join("\n", target.toString(), digest, kind.name(), base + "", attempt + ""));
  }

  /** The name of what a person asks for: asked once, it is made once. */
  static String of(TargetId target, Request request) {
    return name(target, String.join("\n", target.toString(), "request", request.id()));
  }

  /** A name that is also a name of a Kubernetes object. */
  private static String name(TargetId target, String of) {
    String hash = Digests.sha256(of);
    String plain = hash.substring(hash.indexOf(':') + 1);
    String readable = target.application() + "-" + target.environment();
    int room = MOST - HASH - 1;
    String prefix = readable.length() <= room ? readable : readable.substring(0, room);
    return prefix.replaceAll("[-.]+$", "") + "-" + plain.substring(0, HASH);
  }
}
