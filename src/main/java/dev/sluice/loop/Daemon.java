package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.report.Repositories;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Turns what happens outside (a branch moved, a person asked) into work for the queue. */
public final class Daemon {

  private static final Logger LOG = Logger.getLogger(Daemon.class);

  private final Declarations declarations;
  private final Targets targets;
  private final TargetQueue queue;
  private final Repositories reporter;
  private final Settled settled;
  private final Map<String, Failure> unreachable = new ConcurrentHashMap<>();
  private final Map<String, List<Failure>> misdeclared = new ConcurrentHashMap<>();
  // Whoever asked for a sync waits for what the poll brings, not only for the run before it.
  private final Set<TargetId> asked = ConcurrentHashMap.newKeySet();
  private Following follower = (repository, branches) -> {};
  private volatile Consumer<TargetId> whenGone = id -> {};
  private volatile Consumer<String> whenDeclared = repository -> {};

  /** A daemon over these targets. */
  public Daemon(
      Declarations declarations,
      Targets targets,
      TargetQueue queue,
      Repositories reporter,
      Settled settled) {
    this.declarations = declarations;
    this.targets = targets;
    this.queue = queue;
    this.reporter = reporter;
    this.settled = settled;
  }

  /** Names who is told that a target is no more. */
  public void whenGone(Consumer<TargetId> told) {
    whenGone = told;
  }

  /** Names who is told, by repository, that its environments were read and what moved is known. */
  public void whenDeclared(Consumer<String> told) {
    whenDeclared = told;
  }

  /**
   * Starts with the targets of an earlier life: they are healed even while Git is out of reach.
   *
   * @param following is told which branches the environments follow
   */
  public synchronized void start(Collection<Target> earlier, Following following) {
    this.follower = following;
    Map<String, List<Target>> byRepository =
        earlier.stream().collect(Collectors.groupingBy(target -> target.id().repository()));
    byRepository.forEach((repository, ofRepository) -> {
      targets.replace(repository, ofRepository);
      follow(repository, ofRepository.stream().map(Target::branch).toList());
    });
    earlier.forEach(target -> queue.add(target.id(), Trigger.CONFIGURATION));
  }

  /** Branches of a repository moved, or were fetched for the first time. */
  public void moved(String repository, Set<String> branches) {
    redeclare(repository);
    List<Target> following =
        targets.all().stream()
            .filter(target -> target.id().repository().equals(repository))
            .filter(target -> branches.contains(decidesOn(target)))
            .toList();
    // Whoever asked is told of the new revision, whether it makes a difference or not.
    following.stream()
        .map(Target::id)
        .filter(asked::remove)
        .forEach(id -> queue.add(id, Trigger.SYNC_REQUESTED));
    settled.touched(following).forEach(target -> queue.add(target.id(), Trigger.REVISION));
  }

  /** The branch that says which revision a target runs. */
  private static String decidesOn(Target target) {
    return switch (target.driver()) {
      case BRANCH -> target.branch();
      case LEDGER -> LedgerBranches.of(target.id().environment());
    };
  }

  /**
   * A branch of a repository is gone, or what it leads to is refused: the targets that follow it
   * say so themselves when they run, and the others have nothing to do.
   */
  public void noticed(String repository) {
    targets.all().stream()
        .map(Target::id)
        .filter(id -> id.repository().equals(repository))
        .forEach(id -> queue.add(id, Trigger.REVISION));
  }

  /** A repository could not be polled: what ran last stays in force. */
  public void pollFailed(String repository, Failure failure) {
    unreachable.put(repository, failure);
    tell(repository);
  }

  /** A repository can be polled again. */
  public void pollRecovered(String repository) {
    unreachable.remove(repository);
    tell(repository);
  }

  /** A person asked for a target to be run now. */
  public void syncRequested(TargetId target) {
    asked.add(target);
    queue.add(target, Trigger.SYNC_REQUESTED);
  }

  /**
   * A person deleted the Target resource. Where Git still declares the target, the resource comes
   * back; one that was only kept because nothing is pruned for something missing is let go, and its
   * objects stay as they are.
   */
  public synchronized void targetDeleted(TargetId target) {
    redeclare(target.repository(), known(target.repository(), target));
    queue.add(target, Trigger.CONFIGURATION);
  }

  /** Something changed in the cluster. */
  public void clusterEvent(TargetId target) {
    queue.add(target, Trigger.CLUSTER_EVENT);
  }

  /** Reads the environments of a repository from its cache. */
  public synchronized void redeclare(String repository) {
    redeclare(repository, known(repository));
  }

  private void redeclare(String repository, List<Target> known) {
    try {
      Declarations.Declared declared = declarations.read(repository, known);
      Targets.Difference difference = targets.replace(repository, declared.targets());
      difference.changed().forEach(id -> queue.add(id, Trigger.CONFIGURATION));
      difference.gone().forEach(this::gone);
      misdeclared.put(repository, declared.failures());
      follow(repository, declared.branches());
    } catch (Stopped stopped) {
      misdeclared.put(repository, List.of(stopped.failure()));
    }
    tell(repository);
    whenDeclared.accept(repository);
  }

  private void tell(String repository) {
    List<Failure> failures = new ArrayList<>();
    Optional.ofNullable(unreachable.get(repository)).ifPresent(failures::add);
    failures.addAll(misdeclared.getOrDefault(repository, List.of()));
    reporter.stand(repository, failures);
  }

  /** Branches that are new to the poller make it poll at once. */
  private void follow(String repository, Collection<String> branches) {
    try {
      follower.follow(repository, branches);
    } catch (Stopped stopped) {
      LOG.warnf("%s: its branches are not followed: %s", repository, stopped.failure());
    }
  }

  private void gone(TargetId id) {
    queue.remove(id);
    asked.remove(id);
    whenGone.accept(id);
    LOG.infof("%s: not declared any more; its objects stay as they are", id);
  }

  private List<Target> known(String repository, TargetId without) {
    return known(repository).stream().filter(target -> !target.id().equals(without)).toList();
  }

  private List<Target> known(String repository) {
    return targets.all().stream()
        .filter(target -> target.id().repository().equals(repository))
        .toList();
  }

  /** Is told which branches, tags or commits of a repository matter. */
  @FunctionalInterface
  public interface Following {

    /** These matter from now on. */
    void follow(String repository, Collection<String> names) throws Stopped;
  }
}
