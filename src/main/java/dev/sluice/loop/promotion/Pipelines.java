package dev.sluice.loop.promotion;

import dev.sluice.environments.EnvironmentSet;
import dev.sluice.model.Environment;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The environments of every config repository, as its default branch declares them now. */
public final class Pipelines {

  private final Map<String, Map<String, Member>> byRepository = new ConcurrentHashMap<>();

  /**
   * A repository was read.
   *
   * @param commit the commit of the default branch that it was read from
   * @param read what it declares; where something is wrong with it, what is not in it any more
   *     stays as it was: gates do not disappear by a mistake in a file
   */
  public void declare(String repository, String commit, EnvironmentSet read) {
    byRepository.compute(
        repository,
        (ignored, before) -> {
          Map<String, Member> members = new TreeMap<>();
          if (before != null && !read.failures().isEmpty()) {
            members.putAll(before);
          }
          read.environments().forEach(one -> members.put(one.name(), new Member(one, commit)));
          return Collections.unmodifiableMap(members);
        });
  }

  /** An environment and the commit that it was read from; empty when it is not declared. */
  Optional<Member> find(String repository, String environment) {
    return Optional.ofNullable(members(repository).get(environment));
  }

  /** Those of a repository that are driven by their ledgers. */
  List<Environment> promoted(String repository) {
    return members(repository).values().stream()
        .map(Member::environment)
        .filter(one -> one.driver() == Target.Driver.LEDGER)
        .toList();
  }

  /** The repositories that were read. */
  Set<String> repositories() {
    return Set.copyOf(byRepository.keySet());
  }

  private Map<String, Member> members(String repository) {
    return byRepository.getOrDefault(repository, Map.of());
  }

  /** Those that follow an environment, directly. */
  List<Environment> followersOf(String repository, String environment) {
    return promoted(repository).stream()
        .filter(one ->
            one.follows() instanceof Follows.Upstream upstream
                && upstream.environments().contains(environment))
        .toList();
  }

  /**
   * An environment.
   *
   * @param environment as declared
   * @param commit the commit it was read from
   */
  record Member(Environment environment, String commit) {}
}
