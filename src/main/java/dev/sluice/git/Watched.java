package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerBranches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** What is followed of a repository, and what the last poll found out about it. Thread-safe. */
final class Watched {

  private final String repository;
  private final LocalRefs refs;
  private final Set<String> followed = new ConcurrentSkipListSet<>();
  private final Set<String> gone = new ConcurrentSkipListSet<>();
  private final Map<String, String> tips = new ConcurrentHashMap<>();
  private volatile Map<String, Failure> refused = Map.of();

  /**
   * Follows nothing yet.
   *
   * @param repository its name, for messages
   */
  Watched(String repository, LocalRefs refs) {
    this.repository = repository;
    this.refs = refs;
  }

  /** Follows these from now on; returns what was not followed before. */
  Set<String> follow(Collection<String> names) {
    Set<String> added = new TreeSet<>(names);
    added.removeIf(name -> !followed.add(name));
    return added;
  }

  /** Branches, tags and commits, as they are followed. */
  Set<String> all() {
    return Set.copyOf(followed);
  }

  /** The refs that they may mean, by full name. */
  Set<String> refs() {
    Set<String> asked = new TreeSet<>();
    names().forEach(name -> asked.addAll(LocalRefs.candidates(name)));
    return asked;
  }

  /** What has an end that can move. */
  private List<String> names() {
    return followed.stream().filter(name -> !LocalRefs.isCommit(name)).toList();
  }

  /** Remembers where everything led when it was last polled. */
  void remember() throws Stopped {
    for (String name : followed) {
      refs.commit(name).ifPresent(commit -> tips.put(name, commit.name()));
    }
  }

  /** Whether the host has it no more. */
  boolean isGone(String name) {
    return gone.contains(name);
  }

  /** A branch leads there, and nobody else moved it. */
  void pushed(String branch, ObjectId commit) {
    gone.remove(branch);
    tips.put(branch, commit.name());
  }

  /** Why something does not lead where the host says; empty when all is well. */
  Optional<Failure> problem(String follows) {
    if (gone.contains(follows)) {
      return Optional.of(branchGone(follows));
    }
    return LocalRefs.candidates(follows).stream()
        .filter(refused::containsKey)
        .findFirst()
        .map(refused::get);
  }

  /** Takes note of what a poll was answered. */
  Poll note(Fetcher.Answer answer) throws Stopped {
    List<Failure> notices = new ArrayList<>(answer.refused().values());
    notices.removeAll(refused.values());
    refused = answer.refused();
    SortedMap<String, Poll.Move> moved = new TreeMap<>();
    for (String name : names()) {
      if (answer.missing().containsAll(LocalRefs.candidates(name))) {
        if (gone.add(name) && !isYetToCome(name)) {
          notices.add(branchGone(name));
        }
      } else {
        noteMove(name, gone.remove(name) ? "" : tips.getOrDefault(name, ""), moved, notices);
      }
    }
    for (Map.Entry<String, Optional<ObjectId>> ref : answer.matched().entrySet()) {
      noteMatched(ref.getKey(), ref.getValue(), moved);
    }
    return new Poll(moved, notices);
  }

  /** That such a branch is rewritten is nothing to tell of: nobody follows it. */
  private void noteMatched(
      String ref, Optional<ObjectId> before, SortedMap<String, Poll.Move> moved) throws Stopped {
    Optional<ObjectId> now = refs.id(ref);
    if (now.isPresent()) {
      moved.put(
          ref.substring(Constants.R_HEADS.length()),
          new Poll.Move(before.map(ObjectId::name).orElse(""), now.get().name()));
    }
  }

  /** A ledger that nothing was ever written to has no branch. */
  private boolean isYetToCome(String name) throws Stopped {
    return LedgerBranches.isLedger(name) && refs.commit(name).isEmpty();
  }

  private void noteMove(
      String name, String before, SortedMap<String, Poll.Move> moved, List<Failure> notices)
      throws Stopped {
    Optional<ObjectId> commit = refs.commit(name);
    if (commit.isEmpty() || commit.get().name().equals(before)) {
      return;
    }
    String now = commit.get().name();
    if (!before.isEmpty() && !refs.descends(commit.get(), ObjectId.fromString(before))) {
      notices.add(
          Failure.of(
              Reason.HISTORY_REWRITTEN,
              name
                  + " of "
                  + repository
                  + " was rewritten: "
                  + now
                  + " does not descend from "
                  + before,
              "Sluice follows it; if nobody meant to rewrite it, push the old commit again"));
    }
    tips.put(name, now);
    moved.put(name, new Poll.Move(before, now));
  }

  /** The failure of a branch that is gone. */
  Failure branchGone(String name) {
    return Failure.of(
        Reason.BRANCH_GONE,
        "repository " + repository + " has no branch or tag " + name,
        "Push it again, or change what the environment follows; what runs is kept and healed");
  }

  /** The failure of a branch that was not polled yet. */
  Failure neverFetched(String name) {
    return Failure.of(
        Reason.BRANCH_GONE,
        name + " of " + repository + " has not been fetched yet",
        "Wait for the next poll, or run sluice sync");
  }
}
