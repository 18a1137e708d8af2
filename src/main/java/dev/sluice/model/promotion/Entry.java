package dev.sluice.model.promotion;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of the ledger: something that was decided about an application in an environment. What
 * is written stays; a later entry changes what is in force.
 *
 * @param number counted from 1 per application and environment; people name releases by it
 * @param kind what was decided
 * @param application the application; empty for the whole environment
 * @param environment the environment
 * @param at when
 * @param commit the commit that is to run; empty where the kind has none
 * @param digest what it renders to here; empty where the kind has none
 * @param about number of the release it is about: of an outcome, of the release that is rolled back
 *     to, pinned or revoked
 * @param gates what the gates said
 * @param approvals who agreed
 * @param skipped gates that were left out, by name, with the reason
 * @param policy the commit that the gates were read from; empty where none were
 * @param promotion id of the promotion that wrote it; empty where none did
 * @param by who asked for it: a user name, or {@code sluice}
 * @param reason why, for people
 * @param until when it ends by itself
 * @param details what else belongs to the kind, such as the active slot of a blue-green release
 */
public record Entry(
    long number,
    Kind kind,
    String application,
    String environment,
    Instant at,
    String commit,
    String digest,
    OptionalLong about,
    List<GateResult> gates,
    List<ApprovalRecord> approvals,
    Map<String, String> skipped,
    String policy,
    String promotion,
    String by,
    String reason,
    Optional<Instant> until,
    Map<String, String> details) {

  /** The author of what nobody asked for by name. */
  public static final String DAEMON = "sluice";

  /** The detail of a release that names the renderer its digest came from. */
  public static final String ENGINE = "engine";

  /** What was decided. */
  public enum Kind {
    /** Runs from now on; came through the gates. */
    PROMOTE("Promote", Effect.RELEASE),
    /** Runs from now on; ran here verified before. */
    ROLLBACK("Rollback", Effect.RELEASE),
    /** Runs from now on; came by the short way. */
    HOTFIX("Hotfix", Effect.RELEASE),
    /** The release goes into its next phase: a switch, a weight, a retirement. */
    PHASE("Phase", Effect.PHASE),
    /** The environment's role changes: standby or active. */
    ROLE("Role", Effect.PHASE),
    /** A drill begins or ends. */
    DRILL("Drill", Effect.PHASE),
    /** The release is kept; nothing is promoted over it. */
    PIN("Pin", Effect.POLICY),
    UNPIN("Unpin", Effect.POLICY),
    /** The digest must not come again by itself. */
    VETO("Veto", Effect.POLICY),
    /** The digest may come again. */
    LIFT("Lift", Effect.POLICY),
    /** Nothing is promoted (level 1), or written at all (level 2). */
    FREEZE("Freeze", Effect.POLICY),
    UNFREEZE("Unfreeze", Effect.POLICY),
    /** Another renderer makes this of the commit that runs; nothing else is new. */
    BASELINE("Baseline", Effect.POLICY),
    /** A person has seen that the ledger was edited by hand and takes it as it stands. */
    ACKNOWLEDGE("Acknowledge", Effect.POLICY),
    /** The release was healthy and passed what is asked afterwards. */
    VERIFIED("Verified", Effect.OUTCOME),
    FAILED("Failed", Effect.OUTCOME),
    /** Was verified, and does not count as such any more. */
    REVOKED("Revoked", Effect.OUTCOME);

    private final String word;
    private final Effect effect;

    Kind(String word, Effect effect) {
      this.word = word;
      this.effect = effect;
    }

    /** The stable CamelCase word. */
    public String word() {
      return word;
    }

    /** What it is about. */
    public Effect effect() {
      return effect;
    }
  }

  /** What an entry is about. */
  public enum Effect {
    /** Which revision runs. */
    RELEASE,
    /** How the release that runs stands. */
    PHASE,
    /** What became of a release. */
    OUTCOME,
    /** What may happen next. */
    POLICY
  }
}
