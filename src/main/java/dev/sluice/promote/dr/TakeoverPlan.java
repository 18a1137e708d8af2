package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles.Hooks;
import dev.sluice.promote.machine.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a takeover would do if somebody asked for it now, told from what is declared and on record:
 * nothing is asked of a cluster.
 *
 * @param kind of takeover
 * @param facts the two environments; the members are those that have a release
 */
public record TakeoverPlan(Takeover.Kind kind, DrFacts facts) {

  /**
   * A step.
   *
   * @param step which one
   * @param where the environment that it happens in
   * @param what is done, or waited for
   */
  public record Planned(Step step, String where, String what) {}

  /** The steps, in their order; none where there is no original. */
  public List<Planned> steps() {
    if (facts.original().isEmpty()) {
      return List.of();
    }
    Course course = new Course(kind, facts);
    return course.steps().stream()
        .filter(step -> step != Step.END)
        .map(step -> planned(step, course))
        .toList();
  }

  /** Why it would be refused now; empty when it would not. */
  public Optional<String> refused() {
    Request asked =
        new Request(
            "plan",
            action(),
            "",
            facts.now(),
            "",
            "",
            OptionalLong.empty(),
            0,
            Optional.empty(),
            Set.of());
    return DrRequests.refusal(facts, kind, asked);
  }

  /** What is to be known before: that whoever gives way goes on serving. */
  public Optional<String> warning() {
    return kind == Takeover.Kind.FAILOVER
        ? facts.original().flatMap(Fence::goesOnServing)
        : Optional.empty();
  }

  private Request.Action action() {
    return switch (kind) {
      case DRILL -> Request.Action.DRILL;
      case FAILOVER -> Request.Action.FAILOVER;
      case FAILBACK -> Request.Action.FAILBACK;
    };
  }

  private Planned planned(Step step, Course course) {
    Side to = course.to();
    Hooks hooks = to.roles().into(Role.ACTIVE);
    Side standby = facts.standby();
    return switch (step) {
      case FENCE -> new Planned(step, course.from().environment(), fence(course.from()));
      case DATA -> new Planned(step, to.environment(), job(hooks.data()));
      case ROLE -> new Planned(step, to.environment(), role(to, Role.ACTIVE));
      case HEALTH -> new Planned(step, to.environment(), "waits until healthy: " + members(to));
      case SMOKE -> new Planned(step, to.environment(), "waits for the gates: " + gates());
      case TRAFFIC -> new Planned(step, to.environment(), job(hooks.traffic()));
      case REVERT -> new Planned(step, standby.environment(), role(standby, Role.STANDBY));
      case RESTORE ->
          new Planned(step, standby.environment(), job(standby.roles().into(Role.STANDBY).data()));
      case BEGIN, END -> new Planned(step, standby.environment(), "");
    };
  }

  private String fence(Side from) {
    if (kind == Takeover.Kind.FAILBACK) {
      return role(from, Role.STANDBY);
    }
    return Fence.goesOnServing(from)
        .orElseGet(() ->
            "promotions are frozen; %s; waits %s at most"
                .formatted(
                    role(from, Role.STANDBY), "%d min".formatted(Walk.FENCE_WAIT.toMinutes())));
  }

  private static String role(Side side, Role role) {
    String what = side.roles().initial() == role ? "spec.overlays" : side.roles().overlays();
    return side.roles().differ()
        ? "the role becomes %s: applies %s for %s".formatted(role.word(), what, members(side))
        : "the role becomes %s: nothing else is applied, both roles run the same"
            .formatted(role.word());
  }

  private static String job(String manifest) {
    return "runs the Job %s of each application that has the file".formatted(manifest);
  }

  private static String members(Side side) {
    return side.members().stream().map(Side.Member::application).collect(Collectors.joining(", "));
  }

  private String gates() {
    List<Gate> asked =
        kind == Takeover.Kind.FAILBACK ? facts.gates().original() : facts.gates().standby();
    return asked.stream().map(Gate::name).distinct().collect(Collectors.joining(", "));
  }
}
