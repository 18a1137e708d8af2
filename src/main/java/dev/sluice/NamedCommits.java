package dev.sluice;

import dev.sluice.git.BranchPattern;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.GitRepository;
import dev.sluice.git.Naming;
import dev.sluice.loop.promotion.Askable;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Commits that people name, looked for in the branches that are read. One that was pushed a moment
 * ago is not known yet, so nobody is refused before the host was asked once more.
 */
public final class NamedCommits implements Askable {

  private final GitRepositories repositories;
  private final Map<Revision, Wait> waits = new ConcurrentHashMap<>();
  private volatile Polls polls = repository -> {};

  /**
   * Somebody waits for what a poll finds.
   *
   * @param begun how many polls had begun when the commit was named; the next one tells
   * @param told whether the end of that poll was told of
   */
  private record Wait(long begun, boolean told) {}

  /** Asks hosts. */
  @FunctionalInterface
  public interface Polls {

    /** Polls a repository now; returns at once. */
    void pollNow(String repository) throws Stopped;
  }

  /** Looks for them in the caches of these. */
  public NamedCommits(GitRepositories repositories) {
    this.repositories = repositories;
  }

  /** Names who asks hosts. */
  public void ask(Polls poller) {
    polls = poller;
  }

  /**
   * Whether somebody waits for the poll of the repository that has just ended. Told once: whoever
   * asked may have lost interest, and must not cost anything from then on.
   *
   * @throws Stopped when there is no such repository
   */
  public boolean isAwaited(String repository) throws Stopped {
    long ended = repositories.get(repository).naming().ended();
    boolean awaited = false;
    for (Map.Entry<Revision, Wait> one : Map.copyOf(waits).entrySet()) {
      Wait wait = one.getValue();
      if (one.getKey().repository().equals(repository) && !wait.told() && ended > wait.begun()) {
        awaited |= waits.replace(one.getKey(), wait, new Wait(wait.begun(), true));
      }
    }
    return awaited;
  }

  @Override
  public Answer of(Revision revision, Entry.Kind kind) {
    try {
      GitRepository repository = repositories.get(revision.repository());
      Naming naming = repository.naming();
      List<String> hotfixBranches = naming.hotfixBranches(revision.commit());
      if ((kind == Entry.Kind.HOTFIX && !hotfixBranches.isEmpty())
          || naming.isFollowed(revision.commit())) {
        waits.remove(revision);
        return new Answer.Yes();
      }
      Wait wait = waits.putIfAbsent(revision, new Wait(naming.begun(), false));
      if (wait == null) {
        polls.pollNow(revision.repository());
        return new Answer.NotYet();
      }
      if (naming.ended() <= wait.begun()) {
        return new Answer.NotYet();
      }
      waits.remove(revision);
      return new Answer.No(unknown(repository, revision, kind, hotfixBranches));
    } catch (Stopped stopped) {
      return new Answer.No(stopped.failure());
    }
  }

  private static Failure unknown(
      GitRepository repository, Revision revision, Entry.Kind kind, List<String> hotfixBranches) {
    String patterns =
        repository.naming().hotfixes().stream()
            .map(BranchPattern::glob)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!hotfixBranches.isEmpty()) {
      return Failure.of(
          Reason.NOT_FOUND,
          "commit %s is only in %s".formatted(revision.commit(), String.join(", ", hotfixBranches)),
          "`sluice hotfix` brings it by the short way; to promote it, merge it first");
    }
    boolean named = kind == Entry.Kind.HOTFIX && !patterns.isEmpty();
    String unasked =
        repository
            .failure()
            .map(failure -> ", as far as is known: the host could not be asked, " + failure)
            .orElse("");
    return Failure.of(
        Reason.NOT_FOUND,
        "commit %s is in no branch of %s that is followed%s%s"
            .formatted(
                revision.commit(),
                revision.repository(),
                named ? ", nor in one named " + patterns : "",
                unasked),
        named
            ? "Push it to a branch named so, and ask again"
            : "Push it to one that is followed, and ask again");
  }
}
