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
import java.util.TreeMap;
import java.util.TreeSet;
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
   */
  record Answer(Set<String> missing, Map<String, Failure> refused) {}

  /** Asks for some refs by full name and fetches what has moved. */
  Answer poll(Set<String> names) throws Stopped {
    Map<String, ObjectId> offered;
    Map<String, Failure> refusals;
    try (Link link = remote.connect(cache.repository(), names)) {
      offered = new HashMap<>(link.refs());
      offered.keySet().retainAll(names);
      refusals = fetchMoved(link, offered);
    }
    if (offered.isEmpty()) {
      refuseEmpty();
    }
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(offered.keySet());
    return new Answer(missing, refusals);
  }

  private Map<String, Failure> fetchMoved(Link link, Map<String, ObjectId> offered) throws Stopped {
    refused.keySet().retainAll(offered.values());
    Map<String, ObjectId> wanted = new TreeMap<>();
    Map<String, Failure> refusals = new TreeMap<>();
    for (Map.Entry<String, ObjectId> ref : offered.entrySet()) {
      Failure known = refused.get(ref.getValue());
      if (known != null) {
        refusals.put(ref.getKey(), known);
      } else if (!refs.id(ref.getKey()).equals(Optional.of(ref.getValue()))) {
        wanted.put(ref.getKey(), ref.getValue());
      }
    }
    if (!wanted.isEmpty()) {
      fetch(link, wanted);
      take(wanted, refusals);
      collectGarbage();
    }
    return refusals;
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
      link.fetch(wanted.keySet(), known);
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
