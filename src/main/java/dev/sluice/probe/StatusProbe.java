package dev.sluice.probe;

import dev.sluice.github.CheckRun;
import dev.sluice.github.CommitStatus;
import dev.sluice.github.GitHub;
import dev.sluice.github.GitHubRepository;
import dev.sluice.github.Listing;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.machine.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Asks GitHub what was reported about commits, on threads of its own and only while a gate waits
 * for it. Promotions of one commit share the answer. Thread-safe.
 */
public final class StatusProbe {

  private static final Logger LOG = Logger.getLogger(StatusProbe.class);
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Map<String, GitHubRepository> repositories;
  private final GitHub github;
  private final Pace pace;
  private final Consumer<TargetId> touched;
  private final InstantSource clock;
  private final Map<Key, Asked> asked = new ConcurrentHashMap<>();

  private record Key(
      String repository,
      String commit,
      String context,
      Gate.Reporter reporter,
      Gate.Skipped skipped) {}

  /** What is known, and the lists it is read from. */
  private record Asked(
      CheckWatch watch, Optional<Listing<CheckRun>> runs, Listing<CommitStatus> statuses) {}

  /**
   * Asks these.
   *
   * @param repositories where config repositories are at GitHub, by their name; those that are at
   *     no GitHub host are missing
   * @param touched hears of targets whose gates can be asked again
   */
  public StatusProbe(
      Map<String, GitHubRepository> repositories,
      GitHub github,
      Pace pace,
      Consumer<TargetId> touched,
      InstantSource clock) {
    this.repositories = Map.copyOf(repositories);
    this.github = github;
    this.pace = pace;
    this.touched = touched;
    this.clock = clock;
  }

  /** What is known so far. Returns at once. */
  Evidence collect(Gate.StatusCheck gate, Promotion promotion) {
    Instant now = clock.instant();
    asked.values().removeIf(one -> one.watch().isForgotten(now.minus(FORGOTTEN)));
    String name = promotion.target().repository();
    GitHubRepository repository = repositories.get(name);
    if (repository == null) {
      return new Evidence.Unavailable(notConfigured(name).toString());
    }
    Asked one =
        asked.computeIfAbsent(
            new Key(name, promotion.commit(), gate.context(), gate.reporter(), gate.skipped()),
            key -> begin(repository, gate, promotion.commit(), now));
    boolean due = one.watch().begin(now);
    Evidence known = one.watch().evidence(promotion.target(), now);
    if (due) {
      start(one, gate, repository);
    }
    return known;
  }

  private Asked begin(
      GitHubRepository repository, Gate.StatusCheck gate, String commit, Instant now) {
    Optional<Listing<CheckRun>> runs =
        switch (gate.reporter()) {
          case Gate.App app ->
              Optional.of(github.checkRuns(repository, commit, gate.context(), app.name()));
          case Gate.User ignored -> Optional.empty(); // checks are for apps
        };
    return new Asked(
        new CheckWatch(pace, gate.skipped(), now),
        runs,
        github.statuses(
            repository,
            commit,
            gate.context(),
            status -> CheckReading.isBy(gate.reporter(), status)));
  }

  private void start(Asked one, Gate.StatusCheck gate, GitHubRepository repository) {
    Thread.ofVirtual()
        .name("status " + repository.path() + " " + gate.context())
        .start(() -> ask(one, gate, repository).forEach(touched));
  }

  private Set<TargetId> ask(Asked one, Gate.StatusCheck gate, GitHubRepository repository) {
    try {
      List<CheckRun> runs = one.runs().isPresent() ? one.runs().get().read() : List.of();
      Evidence.Status status = CheckReading.of(gate, runs, one.statuses().read());
      return one.watch().found(status, clock.instant());
    } catch (Stopped stopped) {
      return one.watch()
          .failed(stopped.failure().toString(), github.resumesAt(repository), clock.instant());
    } catch (RuntimeException fault) {
      LOG.errorf(fault, "%s: %s: fault in Sluice", repository.path(), gate.context());
      return one.watch()
          .failed("fault in Sluice: its log tells more", Optional.empty(), clock.instant());
    }
  }

  private static Failure notConfigured(String repository) {
    return Failure.of(
        Reason.GITHUB_NOT_CONFIGURED,
        "repository %s is at no GitHub host that is known".formatted(repository),
        "At a GitHub Enterprise Server, set sluice.repositories.%s.github.api-url"
            .formatted(repository));
  }
}
