package dev.sluice.loop.promotion;

import dev.sluice.model.Environment;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The environments of every config repository, as its default branch declares them now. */
public final class Pipelines {

  private final Map<String, Declared> byRepository = new ConcurrentHashMap<>();

  /**
   * What a repository declares.
   *
   * @param commit the commit of the default branch that it was read from
   * @param environments the valid ones
   */
  public record Declared(String commit, List<Environment> environments) {}

  /** A repository was read. */
  public void declare(String repository, String commit, List<Environment> environments) {
    byRepository.put(repository, new Declared(commit, List.copyOf(environments)));
  }

  /** An environment and the commit that it was read from; empty when it is not declared. */
  Optional<Member> find(String repository, String environment) {
    Declared declared = byRepository.get(repository);
    return declared == null
        ? Optional.empty()
        : declared.environments().stream()
            .filter(one -> one.name().equals(environment))
            .findFirst()
            .map(one -> new Member(one, declared.commit()));
  }

  /** Those of a repository that are driven by their ledgers. */
  List<Environment> promoted(String repository) {
    Declared declared = byRepository.get(repository);
    return declared == null
        ? List.of()
        : declared.environments().stream()
            .filter(one -> one.driver() == Target.Driver.LEDGER)
            .toList();
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
