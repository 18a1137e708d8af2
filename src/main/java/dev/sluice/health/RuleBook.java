package dev.sluice.health;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import dev.sluice.model.LiveObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that were read from files, found by kind. What a kind needs is compiled when its first
 * object comes by. Immutable but for that, and thread-safe.
 */
public final class RuleBook {

  /** No rules. */
  public static final RuleBook EMPTY = new RuleBook(List.of());

  private final List<KindRules> pages;

  // By group and kind as in the file, "*" and "*.example.com" included.
  private final Map<String, List<WrittenRule>> rules = new HashMap<>();

  /** A book of these rules; where two of them fit an object, the earlier one is asked first. */
  public RuleBook(List<KindRules> pages) {
    this.pages = List.copyOf(pages);
    for (KindRules page : pages) {
      List<WrittenRule> written = page.rules().stream().map(WrittenRule::new).toList();
      for (String kind : page.kinds()) {
        rules
            .computeIfAbsent(page.group() + "/" + kind, absent -> new ArrayList<>())
            .addAll(written);
      }
    }
  }

  /** Whether it holds a rule for objects of this kind. */
  public boolean knows(String group, String kind) {
    return !rules(group, kind).isEmpty();
  }

  /** Whether it was made of these rules. */
  public boolean isOf(List<KindRules> others) {
    return pages.equals(others);
  }

  /**
   * What the first rule that applies says; empty where none does.
   *
   * @param behind what holds in place of every rule that looks at the status, because the status is
   *     still that of an older generation
   */
  Optional<Health> assess(LiveObject object, Map<String, Object> content, Optional<Health> behind) {
    ApiKind kind = object.kind();
    for (WrittenRule rule : rules(kind.group(), kind.kind())) {
      if (behind.isPresent() && rule.readsStatus()) {
        return behind;
      }
      Optional<Health> health = rule.assess(content);
      if (health.isPresent()) {
        return health;
      }
    }
    return Optional.empty();
  }

  private List<WrittenRule> rules(String group, String kind) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<WrittenRule> found = new ArrayList<>(of(group, kind));
    for (int dot = group.indexOf('.'); dot != -1; dot = group.indexOf('.', dot + 1)) {
      found.addAll(of("*" + group.substring(dot), kind));
    }
    return found;
  }

  private List<WrittenRule> of(String group, String kind) {
    List<WrittenRule> all = rules.getOrDefault(group + "/" + KindRules.ALL, List.of());
    List<WrittenRule> exact = rules.getOrDefault(group + "/" + kind, List.of());
    if (all.isEmpty()) {
      return exact;
    }
    List<WrittenRule> both = new ArrayList<>(exact);
    both.addAll(all);
    return both;
  }
}
