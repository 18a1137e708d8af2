package dev.sluice.kube;

import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.List;

/** The Target resources in the daemon's namespace: one per target, for people and for restarts. */
public interface TargetStore {

  /** A target as its resource tells of it. */
  record Stored(Target target, TargetStatus status, String lastChange) {}

  /** All of them, in one paged list. */
  List<Stored> list() throws Stopped;

  /** Writes the status, creating the resource if need be; makes no request when nothing changed. */
  void publish(Target target, TargetStatus status) throws Stopped;

  /** The same, with a later time of change though nothing changed: for whoever waits for a word. */
  void publishAnew(Target target, TargetStatus status) throws Stopped;

  /** Asks the daemon to run a target now, by the annotation {@code sluice.dev/sync-requested}. */
  void requestSync(TargetId target, String token) throws Stopped;

  /** Tells of what people do to the resources, until the store is closed. */
  void watch(Listener listener) throws Stopped;

  /** Hears of what people do to Target resources; returns at once. */
  interface Listener {

    /** The annotation {@code sluice.dev/sync-requested} has a new value. */
    void syncRequested(TargetId target);

    /** The resource was deleted. */
    void deleted(TargetId target);
  }
}
