package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed.ForeignField;
import dev.sluice.model.SyncPolicy;

/**
 * What others may have on one of our objects.
 *
 * @param ignored the fields that are left to them
 * @param foreign what happens to fields that Git never mentioned
 */
public record Tolerance(IgnoredFields ignored, SyncPolicy.ForeignFields foreign) {

  /** Nothing is left to others, and nothing is removed. */
  public static final Tolerance NONE =
      new Tolerance(IgnoredFields.NONE, SyncPolicy.ForeignFields.REPORT);

  /** Whether a foreign field is to be removed. */
  public boolean reverts(String kind, ForeignField field) {
    boolean unwelcome =
        switch (foreign) {
          case REPORT -> false;
          case REVERT_SECURITY_RELEVANT -> SecurityRelevance.ofPodOrRights(kind, field.path());
          case REVERT -> true;
        };
    return unwelcome
        && Interactive.is(field.manager())
        && !ignored.covers(field.path(), field.manager());
  }

  /** Whether a person should hear of a foreign field. */
  public boolean reports(ForeignField field) {
    return !ignored.covers(field.path(), field.manager());
  }

  /**
   * What has to change in who owns what before a manifest is applied.
   *
   * @param declared what will be ours once it is applied
   */
  public Amendment amendment(LiveObject live, FieldSet declared) {
    Ours ours = Ours.of(live);
    FieldSet left = ignored.in(ours.applied(), live);
    FieldSet back = ours.parked().minus(ignored.in(ours.parked(), live));
    FieldSet taken =
        ForeignFields.search(live, ours.applied())
            .removable(field -> reverts(live.kind().kind(), field));
    return new Amendment(left, back, taken, declared.minus(left));
  }

  /** What is left to others once an object was created with everything that Git has. */
  public Amendment handOver(LiveObject created) {
    FieldSet ours = Ours.of(created).applied();
    FieldSet left = ignored.in(ours, created);
    return new Amendment(left, FieldSet.EMPTY, FieldSet.EMPTY, ours.minus(left));
  }
}
