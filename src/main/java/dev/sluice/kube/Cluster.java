package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests to one cluster. Every failure is named; nothing is retried silently for ever. */
public interface Cluster {

  /** Its registered name; empty for the one the daemon runs in. */
  String name();

  /**
   * How the cluster serves a kind; empty when it does not. Answered from a cache that is refreshed
   * when a kind is not found.
   */
  Optional<KindInfo> kind(ApiKind kind) throws Stopped;

  /**
   * How the cluster serves a kind in whichever version, the preferred one first; empty when no
   * version serves it, that is: its CustomResourceDefinition is gone. Asked anew each time.
   *
   * @throws Stopped when what the cluster serves could not be read completely
   */
  Optional<KindInfo> kindInAnyVersion(ApiKind kind) throws Stopped;

  /** One object, {@code managedFields} included; empty when it is not there. */
  Optional<LiveObject> get(ApiKind kind, ObjectKey key) throws Stopped;

  /**
   * Whether an object is there; it is not where the cluster does not serve its kind. What it holds
   * is not asked for and not looked at: it may be a Secret.
   */
  boolean exists(ApiKind kind, ObjectKey key) throws Stopped;

  /** All objects of a kind in a namespace; none where the cluster does not serve the kind. */
  List<LiveObject> list(ApiKind kind, String namespace) throws Stopped;

  /** Server-side apply as field manager {@code sluice}. The answer of a dry run is a prediction. */
  LiveObject apply(Manifest manifest, Persistence persistence, Ownership ownership) throws Stopped;

  /**
   * Changes what no apply can express: whose the fields of an object are, and notes of others.
   *
   * @param patch JSON merge patch; where it holds a {@code resourceVersion}, an object that changed
   *     since is a {@code StateConflict}
   */
  LiveObject amend(ApiKind kind, ObjectKey key, Map<String, Object> patch) throws Stopped;

  /**
   * Deletes one object, in the foreground, and only if it is still the one that was seen.
   *
   * @param uid precondition
   * @param resourceVersion precondition; empty for none
   * @return whether it was there
   */
  boolean delete(ApiKind kind, ObjectKey key, String uid, String resourceVersion) throws Stopped;

  /** Whether an apply is stored. */
  enum Persistence {
    DRY_RUN,
    STORED
  }

  /** Whether fields that another manager owns are taken. */
  enum Ownership {
    /** A conflict is an error that names field and owner. */
    ASK,
    FORCE
  }
}
