package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Brings the cache in step with the host: one question for refs; objects only when one of them
 * moved; a ref only when everything it leads to is here. Not for use by two threads at a time.
 */
final class Fetcher {

  /** More packs than this make reads slow; a fetch adds one. */
  private static final int PACKS = 50;

  /** The most branches that are fetched because they match a pattern. */
  private static final int MATCHED = 500;

  private final Remote remote;
  private final BareCache cache;
  private final LocalRefs refs;
  private final GitLimits limits;
  private final Map<ObjectId, Failure> refused = new HashMap<>();
  private final Map<Set<ObjectId>, Failure> tooCostly = new HashMap<>();

  Fetcher(Remote remote, BareCache cache, LocalRefs refs, GitLimits limits) {
    this.remote = remote;
    this.cache = cache;
    this.refs = refs;
    this.limits = limits;
  }

  /**
   * One poll.
   *
   * @param missing refs that the host does not have
   * @param refused refs whose new tip was not taken, and why
   * @param matched branches that match a pattern and were taken now, by full name, with where they
   *     led before; none for a new one
   */
  record Answer(
      Set<String> missing,
      Map<String, Failure> refused,
      SortedMap<String, Optional<ObjectId>> matched) {}

  /**
   * Asks for some refs and fetches what has moved. A branch that only matches a pattern is let go
   * when the host does not have it any more.
   *
   * @param names refs by full name
   * @param patterns branches that are fetched besides, if there are any
   */
  Answer poll(Set<String> names, Set<BranchPattern> patterns) throws Stopped {
    Map<String, ObjectId> offered;
    Map<String, ObjectId> matched;
    Map<String, Failure> refusals = new TreeMap<>();
    boolean fetched;
    Set<String> prefixes = new TreeSet<>(names);
    patterns.forEach(pattern -> prefixes.add(pattern.prefix()));
    try (Link link = remote.connect(cache.repository(), prefixes)) {
      Map<String, ObjectId> all = link.refs();
      offered = select(all, names::contains);
      matched = matched(all, names, patterns, refusals);
      refused.keySet().retainAll(all.values());
      Map<String, ObjectId> wanted = moved(offered, refusals);
      fetched = !wanted.isEmpty();
      if (fetched) {
        fetch(link, wanted);
        take(wanted, refusals);
      }
    }
    if (offered.isEmpty() && matched.isEmpty()) {
      refuseEmpty();
    }
    SortedMap<String, Optional<ObjectId>> before = new TreeMap<>();
    Map<String, ObjectId> others = moved(matched, refusals);
    if (!others.isEmpty()) {
      for (String ref : others.keySet()) {
        before.put(ref, refs.id(ref));
      }
      fetchApart(others, refusals);
      before.keySet().removeAll(refusals.keySet());
    }
    retire(patterns, names, matched.keySet());
    if (fetched || !others.isEmpty()) {
      collectGarbage();
    }
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(offered.keySet());
    return new Answer(missing, refusals, before);
  }

  private static Map<String, ObjectId> select(
      Map<String, ObjectId> refs, Predicate<String> wanted) {
    Map<String, ObjectId> selected = new TreeMap<>(refs);
    selected.keySet().removeIf(wanted.negate());
    return selected;
  }

  private Map<String, ObjectId> matched(
      Map<String, ObjectId> all,
      Set<String> names,
      Set<BranchPattern> patterns,
      Map<String, Failure> refusals) {
    Map<String, ObjectId> matched =
        select(
            all,
            ref ->
                !names.contains(ref)
                    && patterns.stream().anyMatch(pattern -> pattern.matches(ref)));
    if (matched.size() > MATCHED) {
      String last = matched.keySet().stream().skip(MATCHED - 1).findFirst().orElseThrow();
      matched.keySet().removeIf(ref -> ref.compareTo(last) > 0);
      refusals.put(
          patterns.toString(),
          Failure.of(
              Reason.GIT_LIMIT_EXCEEDED,
              "more than %d branches of %s match %s".formatted(MATCHED, remote.display(), patterns),
              "Those after %s are not read: delete what is merged".formatted(last)));
    }
    return matched;
  }

  private Map<String, ObjectId> moved(Map<String, ObjectId> offered, Map<String, Failure> refusals)
      throws Stopped {
    Map<String, ObjectId> wanted = new TreeMap<>();
    for (Map.Entry<String, ObjectId> ref : offered.entrySet()) {
      Failure known = refused.get(ref.getValue());
      if (known != null) {
        refusals.put(ref.getKey(), known);
      } else if (!refs.id(ref.getKey()).equals(Optional.of(ref.getValue()))) {
        wanted.put(ref.getKey(), ref.getValue());
      }
    }
    return wanted;
  }

  /**
   * Fetches branches on connections of their own. Many people may push to them: what one of them
   * does must hold up neither the others nor what is followed.
   */
  private void fetchApart(Map<String, ObjectId> wanted, Map<String, Failure> refusals)
      throws Stopped {
    try {
      fetchNow(wanted.keySet(), refusals);
    } catch (Stopped together) {
      if (cache.isBroken()) {
        throw together;
      }
      boolean tooMuch = together.failure().reason() == Reason.GIT_LIMIT_EXCEEDED;
      if (tooMuch && wanted.size() > 1) {
        for (Map.Entry<String, ObjectId> one : wanted.entrySet()) {
          fetchApart(Map.ofEntries(one), refusals);
        }
        return;
      }
      wanted.keySet().forEach(ref -> refusals.put(ref, together.failure()));
      if (tooMuch) {
        wanted.values().forEach(tip -> refused.put(tip, together.failure()));
      }
    }
  }

  private void fetchNow(Set<String> names, Map<String, Failure> refusals) throws Stopped {
    try (Link link = remote.connect(cache.repository(), names)) {
      Map<String, ObjectId> now = select(link.refs(), names::contains);
      if (!now.isEmpty()) {
        fetch(link, now);
        take(now, refusals);
      }
    }
  }

  private void retire(Set<BranchPattern> patterns, Set<String> names, Set<String> offered)
      throws Stopped {
    for (String ref : refs.matching(patterns).keySet()) {
      if (!names.contains(ref) && !offered.contains(ref)) {
        try {
          refs.retire(ref);
        } catch (IOException e) {
          throw cache.broken(e);
        }
      }
    }
  }

  /** Fetches a commit by its id alone, and keeps it. */
  void fetch(ObjectId commit) throws Stopped {
    try (Link link = remote.connect(cache.repository(), Set.of(Constants.HEAD))) {
      fetch(link, Map.of(commit.name(), commit));
      new NewTips(cache.repository(), limits).checkSize(commit.name(), commit);
      refs.keep(commit);
    } catch (IOException e) {
      throw cache.broken(e);
    }
  }

  private void fetch(Link link, Map<String, ObjectId> wanted) throws Stopped {
    Set<ObjectId> ids = Set.copyOf(wanted.values());
    Failure before = tooCostly.get(ids);
    if (before != null) {
      // Asking for the same again would cost the same again.
      throw new Stopped(before);
    }
    cache.removeLeftovers();
    Set<ObjectId> known = new HashSet<>(refs.all());
    try {
      link.fetch(wanted, known);
      new NewTips(cache.repository(), limits).checkComplete(ids, known);
      tooCostly.clear();
    } catch (IOException e) {
      refs.checkWhole();
      throw new Stopped(
          Failure.of(
              Reason.REPOSITORY_UNREACHABLE,
              remote.display() + " did not send all objects of a revision",
              "Run git fsck on the host; Sluice tries again with growing pauses"));
    } catch (Stopped stopped) {
      if (stopped.failure().reason() == Reason.GIT_LIMIT_EXCEEDED) {
        tooCostly.clear();
        tooCostly.put(ids, stopped.failure());
      } else {
        refs.checkWhole();
      }
      throw stopped;
    }
  }

  private void take(Map<String, ObjectId> wanted, Map<String, Failure> refusals) throws Stopped {
    NewTips tips = new NewTips(cache.repository(), limits);
    for (Map.Entry<String, ObjectId> ref : wanted.entrySet()) {
      try {
        tips.checkSize(ref.getKey(), ref.getValue());
        refs.update(ref.getKey(), ref.getValue());
      } catch (Stopped stopped) {
        refused.put(ref.getValue(), stopped.failure());
        refusals.put(ref.getKey(), stopped.failure());
      } catch (IOException e) {
        throw cache.broken(e);
      }
    }
  }

  private void refuseEmpty() throws Stopped {
    try (Link link = remote.connect(cache.repository(), Set.of(Constants.R_HEADS))) {
      if (link.refs().isEmpty()) {
        throw new Stopped(
            Failure.of(
                Reason.REPOSITORY_EMPTY,
                remote.display() + " holds no branch yet",
                "Push the branch that holds environments/ and overlays/"));
      }
    }
  }

  private void collectGarbage() throws Stopped {
    File[] packs =
        cache
            .repository()
            .getDirectory()
            .toPath()
            .resolve("objects/pack")
            .toFile()
            .listFiles((folder, name) -> name.endsWith(".pack"));
    if (packs == null || packs.length <= PACKS) {
      return;
    }
    try {
      // Not closed: the repository belongs to the cache.
      new Git(cache.repository()).gc().call();
    } catch (GitAPIException | RuntimeException e) {
      throw cache.broken(e);
    }
  }
}
