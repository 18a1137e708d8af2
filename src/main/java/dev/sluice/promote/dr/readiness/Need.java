package dev.sluice.promote.dr.readiness;

import dev.sluice.model.ApiKind;
import dev.sluice.model.ObjectKey;

/**
 * An object that has to be there and that Git does not hold.
 *
 * @param kind its kind
 * @param key which one; the name is {@link #DEFAULT} for the one that the cluster takes when none
 *     is named
 * @param by who names it
 */
public record Need(ApiKind kind, ObjectKey key, ObjectKey by) {

  /** Stands for the StorageClass that the cluster marks as its default. */
  public static final String DEFAULT = "";

  static Need of(ApiKind kind, String namespace, String name, ObjectKey by) {
    return new Need(kind, new ObjectKey(kind.group(), kind.kind(), namespace, name), by);
  }

  /** Whether any default one will do. */
  public boolean isDefault() {
    return key.name().equals(DEFAULT);
  }

  /** For people. */
  String text() {
    return isDefault() ? "a default " + kind.kind() : key.toString();
  }
}
