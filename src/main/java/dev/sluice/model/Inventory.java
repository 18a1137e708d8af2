package dev.sluice.model;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a target has put into its cluster: hashes only, never content.
 *
 * @param target whose it is
 * @param entries by object
 */
public record Inventory(TargetId target, SortedMap<ObjectKey, Entry> entries) {

  /** Nothing was applied yet. */
  public static Inventory empty(TargetId target) {
    return new Inventory(target, new TreeMap<>());
  }

  /**
   * One object.
   *
   * @param key its identity
   * @param version the API version it was applied in
   * @param digest digest of the manifest last applied; empty while the first apply is only intended
   * @param fingerprint fingerprint of the API server's answer to it; empty as above
   * @param foreignHash hash of the fields of others at that time; empty as above
   * @param uid unique id of the object; empty as above
   */
  public record Entry(
      ObjectKey key,
      String version,
      String digest,
      String fingerprint,
      String foreignHash,
      String uid) {

    /** The object is about to be applied for the first time. */
    public static Entry intended(ObjectKey key, String version) {
      return new Entry(key, version, "", "", "", "");
    }

    /** The kind in the version it was applied in. */
    public ApiKind kind() {
      return new ApiKind(key.group(), version, key.kind());
    }
  }
}
