package dev.sluice.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The labels, annotations and names that Sluice writes, in one place. */
public final class Labels {

  /** On everything of a release that runs in a slot, and on its Pods: the slot's name. */
  public static final String SLOT = "sluice.dev/slot";

  /** Our field manager in every server-side apply. */
  public static final String FIELD_MANAGER = "sluice";

  /** The field manager that keeps a value alive which is left to others and that nobody took. */
  public static final String PARKING_MANAGER = "sluice-parked";

  /**
   * On every object we manage: which target of which installation it belongs to, see {@link
   * Installation#mark}; the watches select by it.
   */
  public static final String TARGET = "sluice.dev/target";

  /** On an object: {@code "false"} keeps it in the cluster when it leaves Git. */
  public static final String PRUNE = "sluice.dev/prune";

  /** On a live object: {@code "true"} confirms the deletion of a guarded kind. */
  public static final String CONFIRM_DELETE = "sluice.dev/confirm-delete";

  /** On an object: {@code "true"} allows deleting and creating it anew for an immutable field. */
  public static final String REPLACE = "sluice.dev/replace";

  /**
   * On an object: {@code "true"} takes over what another GitOps tool still owns, {@code "false"}
   * never does; the id of another installation takes over what belongs to that one.
   */
  public static final String ADOPT = "sluice.dev/adopt";

  /** On an object: the wave it is applied in, a whole number; lower ones come first. */
  public static final String WAVE = "sluice.dev/wave";

  /** Argo CD's annotation of the same meaning. */
  public static final String ARGOCD_WAVE = "argocd.argoproj.io/sync-wave";

  /** On an object: when it runs as a hook, such as {@code before-apply}. */
  public static final String HOOK = "sluice.dev/hook";

  /** On a hook: when its object is deleted. */
  public static final String HOOK_DELETE_POLICY = "sluice.dev/hook-delete-policy";

  /** Whether what a hook does can be taken back: {@code true}, the default, or {@code false}. */
  public static final String REVERSIBLE = "sluice.dev/reversible";

  /** Argo CD's and Helm's annotations of the same meaning. */
  public static final String ARGOCD_HOOK = "argocd.argoproj.io/hook";

  public static final String ARGOCD_HOOK_DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";
  public static final String HELM_HOOK = "helm.sh/hook";
  public static final String HELM_HOOK_WEIGHT = "helm.sh/hook-weight";
  public static final String HELM_HOOK_DELETE_POLICY = "helm.sh/hook-delete-policy";

  /** On a Job that a gate started: the promotion it runs for. */
  public static final String PROMOTION = "sluice.dev/promotion";

  /** On a Target resource: any new value asks for a poll and a reconcile now. */
  public static final String SYNC_REQUESTED = "sluice.dev/sync-requested";

  private Labels() {}

  /**
   * Name of a target's custom resources: readable, at most 63 characters, and unique by a hash over
   * the whole id.
   */
  public static String targetName(TargetId id) {
    return name(id, 52);
  }

  /** The same, of at most 54 characters: leaves room for an installation beside it. */
  public static String shortName(TargetId id) {
    return name(id, 43);
  }

  private static String name(TargetId id, int longest) {
    String readable =
        (id.application() + "-" + id.environment()).toLowerCase(java.util.Locale.ROOT);
    String safe = readable.replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
    String head = safe.length() > longest ? safe.substring(0, longest) : safe;
    return head + "-" + hash(id.toString()).substring(0, 10);
  }

  /**
   * Whose the hooks of a target are: they carry a label and have an inventory of their own, so that
   * nothing takes them for a part of the target. No environment can have this name.
   */
  public static TargetId hooksOf(TargetId id) {
    return new TargetId(id.repository(), id.application(), id.environment() + "/hooks");
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
