package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One label-filtered watch per kind of one cluster, reduced to hashes and health. */
public interface Observations extends AutoCloseable {

  /**
   * Makes sure these kinds are watched, and waits until each has been listed once, or could not be.
   *
   * @return the kinds that could not be listed yet, and why: {@code WatchForbidden} with the rule
   *     to add, {@code UnknownKind}, {@code ClusterUnreachable}; each is tried again in the
   *     background
   */
  Map<ApiKind, Failure> watch(Set<ApiKind> kinds);

  /** Whether the watch of a kind is complete and connected, so that absence means absence. */
  boolean current(ApiKind kind);

  /** The newest that is known of an object, in whichever version it is watched. */
  Optional<Observed> find(ObjectKey key);

  /** What is known of an object in one version: hashes compare only within a version. */
  Optional<Observed> find(ApiKind kind, ObjectKey key);

  /** All that carry the label of a target. */
  List<Observed> of(String targetName);

  /**
   * Learns the server's answer to our own write at once; the older event that follows is ignored.
   */
  Observed learn(LiveObject answer);

  /** Tells who wants to know of every change: the target's label and what changed. */
  void subscribe(Listener listener);

  @Override
  void close();

  /** Called on the watch's thread: returns at once. */
  interface Listener {

    /** An object of a target appeared, changed, or is gone ({@code now} is empty). */
    void changed(String targetName, ObjectKey key, Optional<Observed> now);
  }
}
