package dev.sluice.environments;

import dev.sluice.environments.Shape.Brief;
import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Count;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.MapOf;
import dev.sluice.environments.Shape.OneOrMore;
import dev.sluice.environments.Shape.Presence;
import java.util.List;
import java.util.stream.Stream;

/** The one table of the kinds of gates and their fields. */
final class GateShape {

  /** So many tries, so far apart, as the manuals of the platforms ask for. */
  static final Count TRIES = new Count(1, 1000, 30);

  static final Count SAMPLES = new Count(1, 1000, 5);

  /** Variables with the rules for their values. */
  static final MapOf REQUIRED = new MapOf(GateTexts.VARIABLE, GateTexts.RULE, "variables to rules");

  private static final ListOf TIMES = new ListOf(GateTexts.TIMES, "times");

  private static final Field ENVIRONMENTS =
      required(
          "environments",
          new OneOrMore(new ListOf(Names.SHAPE, "names of environments")),
          "The environments that must run the revision, verified.");

  private static final Field MATCH =
      optional(
          "match", GateTexts.MATCH, "Whether all of them must, or any one; left out: all of them.");

  private static final Brief DEPENDS_ON = brief("environments", ENVIRONMENTS, MATCH);

  private static final Brief HEALTH =
      brief(
          "minHealthy",
          optional(
              "minHealthy",
              Durations.SHAPE,
              "How long what runs here must have been healthy; left out: healthy now is enough."));

  private static final Brief SOAK =
      brief(
          "duration",
          required(
              "duration",
              Durations.SHAPE,
              "How long the revision must have been verified and healthy upstream; unhealthy time"
                  + " is not counted."));

  private static final Brief WINDOW =
      brief(
          "allow",
          optional(
              "allow",
              new OneOrMore(TIMES),
              "When revisions may come: days, times of day or both, or five cron fields; left out:"
                  + " always, apart from deny."),
          optional("deny", new OneOrMore(TIMES), "When they may not, whatever allow says."),
          zone());

  private static final Brief SCHEDULE =
      brief(
          "cron",
          required(
              "cron",
              GateTexts.CRON,
              "Five cron fields: a candidate waits for the next time they name."),
          zone());

  private static final Brief APPROVAL =
      brief(
          "count",
          optional("count", new Count(1, 20, 1), "How many different people must agree."),
          optional(
              "team",
              GateTexts.TEAM,
              "The team they must belong to; left out: whoever holds the right in the cluster."),
          optional(
              "ownCommit",
              GateTexts.REFUSED_OR_ALLOWED,
              "Whether the author of a commit may approve it; left out: refused."),
          optional("expiry", Durations.SHAPE, "How long an approval stands; left out: for good."),
          optional(
              "paths",
              new OneOrMore(new ListOf(GateTexts.FILES, "paths of files")),
              "Of which files a change asks for it; knows {application} and {environment}; left"
                  + " out: every release does."));

  private static final Brief STATUS_CHECK =
      brief(
          "context",
          required("context", GateTexts.LINE, "Name of the status or check on the commit."),
          optional(
              "app",
              GateTexts.APP,
              "The app that must have reported it, so that nobody else can; its id or its short"
                  + " name. Either this or user."),
          optional(
              "user",
              GateTexts.LOGIN,
              "The account that must have reported it, for systems that report with the token of"
                  + " one. Either this or app."),
          optional(
              "skipped",
              GateTexts.REFUSED_OR_ALLOWED,
              "Whether a check counts that ended as skipped or neutral; left out: refused."));

  private static final Brief JOB =
      brief(
          "manifest",
          required(
              "manifest",
              GateTexts.MANIFEST,
              "Path of the Job's manifest from the root of the repository, read at the promoted"
                  + " revision; knows {application} and {environment}."),
          optional("timeout", Durations.SHAPE, "How long it may take; left out: 10m."),
          optional(
              "reversible",
              new Flag(true),
              "Whether what it does can be taken back; required of a Job that runs before the"
                  + " revision, because after false no failed release is rolled back by itself."));

  private static final Brief HTTP =
      brief(
          "url",
          required(
              "url",
              GateTexts.URL,
              "What is asked; knows {application}, {environment} and {revision}."),
          optional("expect", new Count(100, 599, 200), "The status of a good answer."),
          optional("body", GateTexts.LINE, "Text that must be in the answer; left out: any."),
          optional("latency", GateTexts.LATENCY, "The slowest good answer; left out: any."),
          optional("attempts", TRIES, "How often it is asked before the gate fails."),
          optional("interval", Durations.SHAPE, "Time between two attempts; left out: 10s."));

  private static final Brief PROMETHEUS =
      brief(
          "query",
          required("query", GateTexts.QUERY, "PromQL; knows the placeholders of http."),
          optional(
              "server",
              Names.SHAPE,
              "The Prometheus server, by its name in the daemon's settings; left out: default."),
          required(
              "success", GateTexts.CONDITION, "When a sample is good, as a condition on value."),
          optional(
              "failure",
              GateTexts.CONDITION,
              "When a sample fails the gate at once; left out: never."),
          optional("samples", SAMPLES, "How many samples are taken."),
          optional("interval", Durations.SHAPE, "Time between two samples; left out: 1m."),
          optional(
              "minSamples",
              new Count(1, 1000, 0),
              "With fewer samples than this nothing is decided; left out: all of them."));

  private static final Brief SIGNATURE =
      brief(
          "keys",
          required(
              "keys",
              GateTexts.PATH,
              "Path of the file of allowed keys, from the root of the repository."));

  private static final Fields IMAGES =
      fields(
          optional(
              "waived",
              new ListOf(GateTexts.IMAGE, "images without tag"),
              "Images that may have a tag that can be moved."));

  private static final Fields CONFIG =
      fields(
          optional(
              "required",
              REQUIRED,
              "Variables that must be set for every application here, each with the rule its value"
                  + " has to meet, besides those that an application's application.yaml"
                  + " requires."));

  /** One gate: its kind and, below, its fields. */
  static final Fields GATE =
      new Fields(
          List.of(
              kind("dependsOn", DEPENDS_ON, "Other environments run the revision, verified."),
              kind("health", HEALTH, "What runs here now is healthy."),
              kind("soak", SOAK, "The revision has run well upstream for a while."),
              kind("window", WINDOW, "Revisions come at certain times only."),
              kind("schedule", SCHEDULE, "Revisions come at the next time of a schedule."),
              kind("approval", APPROVAL, "People agree."),
              kind("statusCheck", STATUS_CHECK, "Another system reported success."),
              kind("job", JOB, "A Job runs to its end: a smoke test or a migration."),
              kind("http", HTTP, "A URL answers as it should: a smoke test."),
              kind("prometheus", PROMETHEUS, "The samples of a query are good."),
              kind("signature", SIGNATURE, "The commit is signed by an allowed key."),
              kind("images", IMAGES, "No image has a tag that can be moved."),
              kind("config", CONFIG, "Required variables are set and well-formed.")),
          Choice.EXACTLY_ONE);

  private GateShape() {}

  private static Field kind(String name, Shape shape, String meaning) {
    return new Field(name, Presence.ALTERNATIVE, shape, meaning);
  }

  private static Field required(String name, Shape shape, String meaning) {
    return new Field(name, Presence.REQUIRED, shape, meaning);
  }

  private static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, Presence.OPTIONAL, shape, meaning);
  }

  private static Field zone() {
    return optional(
        "timeZone", GateTexts.ZONE, "The IANA time zone the times are meant in; left out: UTC.");
  }

  private static Brief brief(String shortField, Field... own) {
    return new Brief(shortField, fields(own));
  }

  /** With the fields that every gate has. */
  private static Fields fields(Field... own) {
    return new Fields(
        Stream.concat(
                Stream.of(own),
                Stream.of(
                    optional(
                        "name",
                        Names.SHAPE,
                        "Its name, unique in the environment; left out: the word of its kind."),
                    optional(
                        "phase",
                        GateTexts.PHASE,
                        "Whether it is asked before the revision comes (pre), while it runs beside"
                            + " the one that it replaces, before each step of its strategy"
                            + " (during), or once it runs and is healthy (post); left out: post for"
                            + " job, http and prometheus, pre for the others.")))
            .toList(),
        Choice.ANY);
  }
}
