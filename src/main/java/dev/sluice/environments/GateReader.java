package dev.sluice.environments;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Gate.Phase;
import java.time.Duration;

/**
 * From the checked fields of one gate to the gate.
 *
 * @param values what the file says
 * @param complaints where mistakes go
 * @param checks tries what can be tried
 * @param path path of the gate's fields: {@code spec.gates[0].soak}
 * @param origin where it stands
 */
record GateReader(
    Values values, Complaints complaints, GateChecks checks, String path, Origin origin) {

  private static final Duration NONE = Duration.ZERO;

  /** The gate of a kind. */
  Gate read(String kind) {
    return switch (kind) {
      case "dependsOn" -> dependsOn(kind);
      case "health" ->
          new Gate.Health(name(kind), phase(Phase.PRE), duration("minHealthy", NONE), origin);
      case "soak" ->
          new Gate.Soak(name(kind), phase(Phase.PRE), duration("duration", NONE), origin);
      case "window" -> window(kind);
      case "schedule" ->
          new Gate.Schedule(
              name(kind),
              phase(Phase.PRE),
              checks.cron(at("cron")),
              checks.zone(at("timeZone")),
              origin);
      case "approval" -> approval(kind);
      case "statusCheck" -> statusCheck(kind);
      case "job" -> job(kind);
      case "http" -> http(kind);
      case "prometheus" -> prometheus(kind);
      case "signature" -> new Gate.Signature(name(kind), phase(Phase.PRE), text("keys"), origin);
      case "images" ->
          new Gate.Images(name(kind), phase(Phase.PRE), values.texts(at("waived")), origin);
      case "config" ->
          new Gate.Config(name(kind), phase(Phase.PRE), checks.rules(at("required")), origin);
      default -> throw new IllegalArgumentException("unchecked gate " + kind);
    };
  }

  private Gate dependsOn(String kind) {
    if (values.elements(at("environments")).isEmpty()) {
      complain("environments", "names no environment", "Name at least one");
    }
    return new Gate.DependsOn(
        name(kind),
        phase(Phase.PRE),
        values.texts(at("environments")),
        text("match").equals("any") ? Follows.Match.ANY : Follows.Match.ALL,
        origin);
  }

  private Gate window(String kind) {
    if (values.elements(at("allow")).isEmpty() && values.elements(at("deny")).isEmpty()) {
      complaints.add(origin.line(), path, "names no times", "Fill in allow, deny or both");
    }
    return new Gate.Window(
        name(kind),
        phase(Phase.PRE),
        checks.times(at("allow")),
        checks.times(at("deny")),
        checks.zone(at("timeZone")),
        origin);
  }

  private Gate approval(String kind) {
    return new Gate.Approval(
        name(kind),
        phase(Phase.PRE),
        values.number(at("count"), 1),
        text("team"),
        text("ownCommit").equals("allowed") ? Gate.OwnCommit.ALLOWED : Gate.OwnCommit.REFUSED,
        duration("expiry", NONE),
        checks.files(at("paths")),
        origin);
  }

  private Gate statusCheck(String kind) {
    boolean app = values.has(at("app"));
    if (app == values.has(at("user"))) {
      complaints.add(
          origin.line(),
          path,
          app ? "names both an app and a user" : "names nobody who must have reported it",
          "Fill in app or user: without one everybody who may write a status could open the gate");
    }
    return new Gate.StatusCheck(
        name(kind),
        phase(Phase.PRE),
        text("context"),
        app ? new Gate.App(text("app")) : new Gate.User(text("user")),
        text("skipped").equals("allowed") ? Gate.Skipped.ALLOWED : Gate.Skipped.REFUSED,
        origin);
  }

  private Gate job(String kind) {
    Phase phase = phase(Phase.POST);
    if (phase == Phase.PRE && !values.has(at("reversible"))) {
      complaints.add(
          origin.line(),
          at("reversible"),
          "is required of a Job that runs before the revision",
          "Say true or false: after a Job that cannot be taken back, such as many database"
              + " migrations, no failed release is rolled back by itself");
    }
    return new Gate.Job(
        name(kind),
        phase,
        checks.placeholders(at("manifest"), GateChecks.OF_A_TARGET),
        duration("timeout", Duration.ofMinutes(10)),
        values.flag(at("reversible"), true) ? Gate.Reversible.YES : Gate.Reversible.NO,
        origin);
  }

  private Gate http(String kind) {
    return new Gate.Http(
        name(kind),
        phase(Phase.POST),
        checks.url(at("url")),
        values.number(at("expect"), 200),
        text("body"),
        latency(),
        new Gate.Attempts(
            values.number(at("attempts"), GateShape.TRIES.ifAbsent()),
            duration("interval", Duration.ofSeconds(10))),
        origin);
  }

  private Gate prometheus(String kind) {
    int samples = values.number(at("samples"), GateShape.SAMPLES.ifAbsent());
    int needed = values.number(at("minSamples"), samples);
    if (needed > samples) {
      complain(
          "minSamples",
          "needs %d samples, of which only %d are taken".formatted(needed, samples),
          "Lower it, or raise samples");
    }
    return new Gate.Prometheus(
        name(kind),
        phase(Phase.POST),
        values.has(at("server")) ? text("server") : "default",
        text("query"),
        checks.condition(at("success")),
        checks.condition(at("failure")),
        needed,
        new Gate.Attempts(samples, duration("interval", Duration.ofMinutes(1))),
        origin);
  }

  private Duration latency() {
    String text = text("latency");
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Durations.of(text, NONE);
  }

  private String name(String kind) {
    return values.has(at("name")) ? text("name") : kind;
  }

  private Phase phase(Phase ifAbsent) {
    return switch (text("phase")) {
      case "pre" -> Phase.PRE;
      case "during" -> Phase.DURING;
      case "post" -> Phase.POST;
      default -> ifAbsent;
    };
  }

  private Duration duration(String field, Duration ifAbsent) {
    return Durations.of(text(field), ifAbsent);
  }

  private String text(String field) {
    return values.text(at(field));
  }

  private String at(String field) {
    return path + "." + field;
  }

  private void complain(String field, String message, String remedy) {
    complaints.add(values.line(at(field)), at(field), message, remedy);
  }
}
