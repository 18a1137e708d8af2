package dev.sluice.promote.machine;

import dev.sluice.model.Origin;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An environment of the {@link World}.
 *
 * @param name its name
 * @param follows the one before; empty for the first
 * @param mode how it follows
 * @param policy its policy
 */
record Stage(String name, Optional<String> follows, Follows.Mode mode, PromotionPolicy policy) {

  static final String APPLICATION = "shop";

  /** The gates that a stage can have here, by the name that tests call them. */
  static final Gate CONFIG =
      new Gate.Config("config", Gate.Phase.PRE, Map.of("URL", "url"), Origin.UNKNOWN);

  static final Gate SMOKE =
      new Gate.Http(
          "smoke",
          Gate.Phase.POST,
          "https://shop.example.com",
          200,
          "",
          Duration.ZERO,
          new Gate.Attempts(3, Duration.ofSeconds(10)),
          Origin.UNKNOWN);

  /** Asked while two releases run. */
  static final Gate ANALYSIS =
      new Gate.Http(
          "analysis",
          Gate.Phase.DURING,
          "https://shop.example.com",
          200,
          "",
          Duration.ZERO,
          new Gate.Attempts(3, Duration.ofSeconds(10)),
          Origin.UNKNOWN);

  static final Gate DEPENDS =
      new Gate.DependsOn(
          "dependsOn", Gate.Phase.PRE, List.of("staging"), Follows.Match.ALL, Origin.UNKNOWN);

  static Gate soak(Duration duration) {
    return new Gate.Soak("soak", Gate.Phase.PRE, duration, Origin.UNKNOWN);
  }

  static Gate approval(int count) {
    return new Gate.Approval(
        "approval",
        Gate.Phase.PRE,
        count,
        "",
        Gate.OwnCommit.ALLOWED,
        Duration.ZERO,
        List.of(),
        Origin.UNKNOWN);
  }

  static Gate migration(Gate.Reversible reversible) {
    return new Gate.Job(
        "migration",
        Gate.Phase.PRE,
        "jobs/migrate.yaml",
        Duration.ofMinutes(5),
        reversible,
        Origin.UNKNOWN);
  }

  static Stage first(String name, Gate... gates) {
    return new Stage(name, Optional.empty(), Follows.Mode.PROMOTE, policy(List.of(gates)));
  }

  static Stage after(String before, String name, Gate... gates) {
    return new Stage(name, Optional.of(before), Follows.Mode.PROMOTE, policy(List.of(gates)));
  }

  /** A standby of another one. */
  static Stage mirror(String before, String name, Gate... gates) {
    return new Stage(name, Optional.of(before), Follows.Mode.MIRROR, policy(List.of(gates)));
  }

  Stage with(PromotionPolicy.Supersede supersede) {
    return with(supersede, policy.rollback(), policy.maxAge());
  }

  Stage with(PromotionPolicy.Rollback rollback) {
    return with(policy.supersede(), rollback, policy.maxAge());
  }

  Stage with(Strategy strategy) {
    return new Stage(
        name,
        follows,
        mode,
        new PromotionPolicy(
            policy.gates(),
            policy.supersede(),
            policy.maxAge(),
            policy.minHealthy(),
            policy.deadline(),
            policy.rollback(),
            policy.maxLag(),
            policy.units(),
            strategy,
            policy.reverify()));
  }

  Stage with(PromotionPolicy.Reverify reverify) {
    return new Stage(name, follows, mode, policy.with(reverify));
  }

  Stage maxAge(Duration most) {
    return with(policy.supersede(), policy.rollback(), most);
  }

  private Stage with(
      PromotionPolicy.Supersede supersede, PromotionPolicy.Rollback rollback, Duration maxAge) {
    return new Stage(
        name,
        follows,
        mode,
        new PromotionPolicy(
            policy.gates(),
            supersede,
            maxAge,
            policy.minHealthy(),
            policy.deadline(),
            rollback,
            policy.maxLag(),
            policy.units(),
            policy.strategy(),
            policy.reverify()));
  }

  private static PromotionPolicy policy(List<Gate> gates) {
    return new PromotionPolicy(
        gates,
        PromotionPolicy.Supersede.LATEST,
        Duration.ZERO,
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        PromotionPolicy.Rollback.AUTOMATIC,
        Optional.empty(),
        List.of(),
        new Strategy.Rolling());
  }

  TargetId target() {
    return new TargetId("platform", APPLICATION, name);
  }
}
