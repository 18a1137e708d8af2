package dev.sluice.rules;

import dev.sluice.environments.HealthRuleFile;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.model.Failure;
import dev.sluice.model.KindRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The health rules for the kinds of the ecosystem: {@code health/<API group>.yaml} beside the
 * classes. A file is read when the first object of its group, or of a group below its domain, comes
 * by; most clusters need a few of them and many need none. Thread-safe.
 */
public final class BundledRules implements HealthRules.Bundled {

  private static final Pattern GROUP = Pattern.compile("[a-z0-9][-a-z0-9.]*");

  private final Map<String, RuleBook> books = new ConcurrentHashMap<>();

  @Override
  public RuleBook of(String group) {
    RuleBook known = books.get(group);
    if (known == null) {
      known = read(group);
      books.put(group, known);
    }
    return known;
  }

  // A group has a file of its own, or shares the one of its project's domain.
  private static RuleBook read(String group) {
    if (!GROUP.matcher(group).matches()) {
      return RuleBook.EMPTY;
    }
    List<KindRules> rules = new ArrayList<>();
    String domain = group;
    while (true) {
      rules.addAll(file(domain));
      int dot = domain.indexOf('.');
      if (dot == -1) {
        return rules.isEmpty() ? RuleBook.EMPTY : new RuleBook(rules);
      }
      domain = domain.substring(dot + 1);
    }
  }

  private static List<KindRules> file(String group) {
    String name = "health/" + group + ".yaml";
    try (InputStream in = BundledRules.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        return List.of();
      }
      List<Failure> failures = new ArrayList<>();
      List<KindRules> rules = HealthRuleFile.read(name, in.readAllBytes(), failures);
      if (!failures.isEmpty()) {
        throw new IllegalStateException("a bundled file is broken: " + failures.getFirst());
      }
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
