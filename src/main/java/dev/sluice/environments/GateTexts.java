package dev.sluice.environments;

import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;

/** What the texts of gates look like, as far as a pattern can say. */
final class GateTexts {

  static final Text TIMES =
      new Text(
          Pattern.compile("\\S"),
          "days, times of day or both, or five cron fields",
          List.of("Mon-Fri 09:00-16:00", "* 9-15 * * MON-FRI"));

  static final Text CRON =
      new Text(Pattern.compile("\\S"), "five cron fields", List.of("0 6 * * MON-FRI"));

  static final Text ZONE =
      new Text(
          Pattern.compile("^[A-Za-z][A-Za-z0-9_+/-]{1,63}$"),
          "an IANA time zone",
          List.of("Europe/Berlin", "UTC"));

  static final Text MATCH = new Text(Pattern.compile("^(any|all)$"), "any or all", List.of("all"));

  static final Text PHASE =
      new Text(Pattern.compile("^(pre|during|post)$"), "pre, during or post", List.of("post"));

  static final Text REFUSED_OR_ALLOWED =
      new Text(Pattern.compile("^(refused|allowed)$"), "refused or allowed", List.of("refused"));

  static final Text TEAM =
      new Text(Pattern.compile("^\\S(.{0,98}\\S)?$"), "the name of a team", List.of("platform"));

  static final Text APP =
      new Text(
          Pattern.compile("^[A-Za-z0-9]([A-Za-z0-9-]{0,98}[A-Za-z0-9])?$"),
          "the id or the short name of an app",
          List.of("github-actions", "15368"));

  static final Text LOGIN =
      new Text(
          Pattern.compile("^[A-Za-z0-9][A-Za-z0-9_-]{0,98}$"),
          "the login of an account",
          List.of("ci-reporter"));

  static final Text LINE =
      new Text(Pattern.compile("^\\S(.{0,198}\\S)?$"), "one line of text", List.of("ci/build"));

  static final Text QUERY =
      new Text(
          Pattern.compile("\\S"),
          "PromQL",
          List.of("sum(rate(http_requests_total{status=~\"5..\"}[5m]))"));

  static final Text CONDITION =
      new Text(
          Pattern.compile("\\S"),
          "a condition on value",
          List.of("value < 0.01", "value >= 1 && value < 5"));

  static final Text URL =
      new Text(
          Pattern.compile("^https?://\\S+$"),
          "an http or https address",
          List.of("https://{application}.{environment}.example.com/healthz"));

  static final Text LATENCY =
      new Text(
          Pattern.compile("^[1-9][0-9]{0,4}(ms|s)$"),
          "a number of milliseconds or seconds",
          List.of("500ms", "2s"));

  static final Text PATH =
      new Text(
          Pattern.compile("^(?!/)(?!(.*/)?\\.{1,2}(/|$))[^\\s*]*[^\\s*/]$"),
          "a path from the root of the repository, without . or .. in it",
          List.of("environments/allowed-signers"));

  static final Text FILES =
      new Text(
          Pattern.compile("^(?!/)(?!(.*/)?\\.{1,2}(/|$))\\S+$"),
          "a path of files from the root of the repository, without . or .. in it",
          List.of("overlays/{application}/jobs/**", "overlays/*/prod"));

  static final Text MANIFEST =
      new Text(
          Pattern.compile("^(?!/)(?!(.*/)?\\.{1,2}(/|$))[^\\s*]+\\.ya?ml$"),
          "a path of a YAML file from the root of the repository, without . or .. in it",
          List.of("overlays/{application}/jobs/smoke-test.yaml"));

  static final Text IMAGE =
      new Text(
          Pattern.compile(
              "^(?=.{1,255}$)([a-zA-Z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$"),
          "an image without tag and digest",
          List.of("registry.example.com/tools/debug"));

  static final Text VARIABLE =
      new Text(
          Pattern.compile("^[A-Za-z_][A-Za-z0-9_.-]{0,252}$"),
          "the name of a variable",
          List.of("DATABASE_URL"));

  static final Text RULE =
      new Text(
          Pattern.compile("^(url|number|nonEmpty|minLength:[1-9][0-9]{0,3}|/.{1,200}/)$"),
          "url, number, nonEmpty, minLength:N or a regular expression between slashes",
          List.of("url", "minLength:16", "/^[a-z]+$/"));

  private GateTexts() {}
}
