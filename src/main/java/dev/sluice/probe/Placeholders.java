package dev.sluice.probe;

import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Fills in what an environment's file leaves open. */
final class Placeholders {

  private Placeholders() {}

  /** A path, or a query that is not part of an address. */
  static String fill(String text, Promotion promotion) {
    TargetId target = promotion.target();
    return text.replace("{application}", target.application())
        .replace("{environment}", target.environment())
        .replace("{revision}", promotion.commit());
  }

  /** An address: what is filled in cannot change its meaning. */
  static String fillAddress(String text, Promotion promotion) {
    TargetId target = promotion.target();
    return text.replace("{application}", encoded(target.application()))
        .replace("{environment}", encoded(target.environment()))
        .replace("{revision}", encoded(promotion.commit()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
