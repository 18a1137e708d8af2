package dev.sluice.model.promotion;

import dev.sluice.model.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One check on a revision's way into an environment, as its file declares it. */
public sealed interface Gate {

  /** Its name, unique in its environment; the kind's word unless the file gives one. */
  String name();

  /** When it is asked. */
  Phase phase();

  /** Where it is declared. */
  Origin origin();

  /** The word of its kind in the file: {@code soak}, {@code approval}. */
  default String word() {
    return switch (this) {
      case DependsOn ignored -> "dependsOn";
      case Health ignored -> "health";
      case Soak ignored -> "soak";
      case Window ignored -> "window";
      case Schedule ignored -> "schedule";
      case Approval ignored -> "approval";
      case StatusCheck ignored -> "statusCheck";
      case Job ignored -> "job";
      case Http ignored -> "http";
      case Prometheus ignored -> "prometheus";
      case Signature ignored -> "signature";
      case Images ignored -> "images";
      case Config ignored -> "config";
    };
  }

  /** When a gate is asked. */
  enum Phase {
    /** Before the revision is recorded: it decides whether it may come. */
    PRE,
    /**
     * While it runs beside the release that it replaces: it decides whether the strategy takes its
     * next step.
     */
    DURING,
    /** After it runs and is healthy: it decides whether it is verified. */
    POST
  }

  /** How often and how far apart a probe tries before it gives up. */
  record Attempts(int count, Duration interval) {}

  /** Other environments run this revision, verified. */
  record DependsOn(
      String name, Phase phase, List<String> environments, Follows.Match match, Origin origin)
      implements Gate {}

  /** What runs here now has been healthy for a while. */
  record Health(String name, Phase phase, Duration minHealthy, Origin origin) implements Gate {}

  /**
   * What would run has been verified and healthy upstream for a while; unhealthy time is not
   * counted.
   */
  record Soak(String name, Phase phase, Duration duration, Origin origin) implements Gate {}

  /**
   * Only at certain times.
   *
   * @param allow when it is open; empty for always
   * @param deny when it is closed whatever {@code allow} says
   * @param timeZone the IANA zone that the times are meant in
   */
  record Window(
      String name,
      Phase phase,
      List<String> allow,
      List<String> deny,
      String timeZone,
      Origin origin)
      implements Gate {}

  /** Only at the next time of a schedule (five cron fields) after the candidate appeared. */
  record Schedule(String name, Phase phase, String cron, String timeZone, Origin origin)
      implements Gate {}

  /**
   * People say yes.
   *
   * @param count how many different people
   * @param team the team they must belong to; empty for whoever holds the right in the cluster
   * @param ownCommit whether the commit's author counts
   * @param expiry how long an approval stands; zero for ever
   * @param paths of which files a change asks for it, as {@link PathPattern}s that know {@code
   *     {application}} and {@code {environment}}; empty for every release
   */
  record Approval(
      String name,
      Phase phase,
      int count,
      String team,
      OwnCommit ownCommit,
      Duration expiry,
      List<String> paths,
      Origin origin)
      implements Gate {}

  /** Whether the author of a commit may approve it. */
  enum OwnCommit {
    REFUSED,
    ALLOWED
  }

  /**
   * Another system reported success about the commit.
   *
   * @param context name of the status or check
   * @param reporter who must have reported it, so that nobody else can
   * @param skipped what it means when nothing was checked
   */
  record StatusCheck(
      String name, Phase phase, String context, Reporter reporter, Skipped skipped, Origin origin)
      implements Gate {}

  /** Who reports about commits. */
  sealed interface Reporter {

    /** For people. */
    default String words() {
      return switch (this) {
        case App app -> app.name();
        case User user -> "user " + user.login();
      };
    }
  }

  /**
   * An app.
   *
   * @param name its id or its short name
   */
  record App(String name) implements Reporter {}

  /** Whoever has the token of an account. */
  record User(String login) implements Reporter {}

  /** What a check means that ended as skipped or neutral. */
  enum Skipped {
    /** It is no success: nothing was checked. */
    REFUSED,
    ALLOWED
  }

  /**
   * A Job runs to its end.
   *
   * @param manifest path of the Job's manifest from the root of the config repository, read at the
   *     promoted revision; knows {@code {application}} and {@code {environment}}
   * @param timeout how long it may take
   * @param reversible whether what it does can be taken back
   */
  record Job(
      String name,
      Phase phase,
      String manifest,
      Duration timeout,
      Reversible reversible,
      Origin origin)
      implements Gate {}

  /** Whether a release can be taken back by itself once this has run. */
  enum Reversible {
    YES,
    NO
  }

  /**
   * A URL answers as it should.
   *
   * @param url knows {@code {application}}, {@code {environment}} and {@code {revision}}
   * @param expect the status
   * @param body text that must be in the answer; empty for any
   * @param latency the slowest good answer; zero for any
   */
  record Http(
      String name,
      Phase phase,
      String url,
      int expect,
      String body,
      Duration latency,
      Attempts attempts,
      Origin origin)
      implements Gate {}

  /**
   * A query's samples are good.
   *
   * @param server name of the Prometheus server in the daemon's settings
   * @param query PromQL with the same placeholders as a URL
   * @param success condition on {@code value}, such as {@code value < 0.01}
   * @param failure condition that fails at once; empty for none
   * @param minSamples with fewer good or bad samples than this nothing is decided
   */
  record Prometheus(
      String name,
      Phase phase,
      String server,
      String query,
      String success,
      String failure,
      int minSamples,
      Attempts samples,
      Origin origin)
      implements Gate {}

  /**
   * The commit is signed by one of these keys.
   *
   * @param keys path of the file of allowed keys in the config repository
   */
  record Signature(String name, Phase phase, String keys, Origin origin) implements Gate {}

  /**
   * No image by a tag that can be moved.
   *
   * @param waived images for which that is accepted, without tag
   */
  record Images(String name, Phase phase, List<String> waived, Origin origin) implements Gate {}

  /**
   * What the application needs to be told is there and well-formed.
   *
   * @param required for every application, besides what its own file requires: per variable the
   *     rule its value has to meet: {@code url}, {@code number}, {@code nonEmpty}, {@code
   *     minLength:16}, or a regular expression between slashes
   */
  record Config(String name, Phase phase, Map<String, String> required, Origin origin)
      implements Gate {}
}
