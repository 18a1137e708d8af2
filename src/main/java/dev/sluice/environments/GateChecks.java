package dev.sluice.environments;

import dev.sluice.model.promotion.Cron;
import dev.sluice.model.promotion.PathPattern;
import dev.sluice.model.promotion.ValueCondition;
import dev.sluice.model.promotion.WindowTimes;
import dev.sluice.yaml.Similar;
import java.net.URI;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Tries the texts of gates that a pattern cannot judge, and complains about those that nobody could
 * evaluate: better when the file is pushed than when a release is waiting.
 *
 * @param values what the file says
 * @param complaints where mistakes go
 */
record GateChecks(Values values, Complaints complaints) {

  /** In addresses and queries. */
  static final List<String> OF_A_REVISION = List.of("application", "environment", "revision");

  /** In paths. */
  static final List<String> OF_A_TARGET = List.of("application", "environment");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** Times of a window. */
  List<String> times(String field) {
    List<String> paths = values.elements(field);
    paths.forEach(path -> attempt(path, WindowTimes::parse, "For example: Mon-Fri 09:00-16:00"));
    return paths.stream().map(values::text).toList();
  }

  /** Patterns of files. */
  List<String> files(String field) {
    List<String> paths = values.elements(field);
    for (String path : paths) {
      placeholders(path, OF_A_TARGET);
      attempt(
          path,
          text -> PathPattern.parse(PLACEHOLDER.matcher(text).replaceAll("x")),
          "For example: overlays/{application}/jobs/**");
    }
    return paths.stream().map(values::text).toList();
  }

  /** A schedule. */
  String cron(String field) {
    return attempt(field, Cron::parse, "For example: 0 6 * * MON-FRI");
  }

  /** A condition on a sample; may be absent. */
  String condition(String field) {
    return values.has(field)
        ? attempt(field, ValueCondition::parse, "For example: value < 0.01")
        : "";
  }

  /** The name of a time zone; UTC where none is given. */
  String zone(String field) {
    String name = values.has(field) ? values.text(field) : "UTC";
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (!known.contains(name)) {
      complain(
          field,
          "%s is no time zone".formatted(name),
          Similar.to(name, known)
              .map(near -> "Did you mean " + near + "?")
              .orElse("Use a name of the IANA list, such as Europe/Berlin"));
    }
    return name;
  }

  /** An address with placeholders. */
  String url(String field) {
    String url = values.text(field);
    placeholders(field, OF_A_REVISION);
    try {
      URI uri = URI.create(PLACEHOLDER.matcher(url).replaceAll("x"));
      if (uri.getHost() == null) {
        complain(field, url + " names no host", "For example: https://{application}.example.com/");
      } else if (uri.getUserInfo() != null) {
        complaints.add(
            values.line(field),
            field,
            "carries a user name or password",
            "Take it out: what is in Git is read by many");
      }
    } catch (IllegalArgumentException e) {
      complain(field, url + " is no address", "Write what it may not hold as % and two digits");
    }
    return url;
  }

  /** A text whose placeholders are all known. */
  String placeholders(String field, List<String> known) {
    String text = values.text(field);
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!known.contains(name)) {
        complain(
            field,
            "{%s} is no placeholder".formatted(name),
            Similar.to(name, known)
                .map(near -> "Did you mean {" + near + "}?")
                .orElse("Known here: {" + String.join("}, {", known) + "}"));
      }
    }
    return text;
  }

  /** Variables with the rules for their values, in the order of the file. */
  Map<String, String> rules(String field) {
    Map<String, String> rules = new LinkedHashMap<>();
    values.keys(field).forEach(name -> rules.put(name, rule(Values.key(field, name))));
    return Collections.unmodifiableMap(rules);
  }

  private String rule(String field) {
    String rule = values.text(field);
    if (rule.startsWith("/")) {
      try {
        Pattern.compile(rule.substring(1, rule.length() - 1));
      } catch (PatternSyntaxException e) {
        complain(field, "is no regular expression: " + e.getDescription(), "Mend it");
      }
    }
    return rule;
  }

  private String attempt(String field, Consumer<String> parser, String remedy) {
    String text = values.text(field);
    try {
      parser.accept(text);
    } catch (IllegalArgumentException e) {
      complain(field, Objects.requireNonNullElse(e.getMessage(), "cannot be read"), remedy);
    }
    return text;
  }

  private void complain(String field, String message, String remedy) {
    complaints.add(values.line(field), field, message, remedy);
  }
}
