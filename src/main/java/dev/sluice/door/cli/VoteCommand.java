package dev.sluice.door.cli;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Scope;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says yes or no to a candidate, in the name that the API server knows the caller by. */
abstract class VoteCommand implements Callable<Integer> {

  private final Door door;
  private final Decision decision;

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "REVISION",
      description = "The candidate: its id, or the first digits (default: the one that waits).")
  private String revision = "";

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What you want to add; stays in the history.")
  private String comment = "";

  @Option(names = "--dry-run", description = "Only show what would be decided about.")
  private boolean dryRun;

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();
  @Mixin private Patience patience = new Patience();

  VoteCommand(Door door, Decision decision) {
    this.door = door;
    this.decision = decision;
  }

  @Override
  public final Integer call() throws Stopped, InterruptedException {
    Ports.PromotionDesk desk = door.resources().open(cluster.choice());
    CommitNames names = CommitNames.of(desk);
    Promotion candidate = Candidates.chosen(place.in(desk.targets()), names.promotions(), revision);
    if (output.isForPeople()) {
      PromotionView.print(candidate, names.describe(candidate.commit()), door.terminal());
    }
    if (dryRun) {
      return done(candidate, "");
    }
    ApprovalStore.Stored said = desk.approvals().create(vote(candidate, desk.whoAmI()));
    boolean inTurn = candidate.state() != State.PENDING;
    if (!patience.isWanted() || !inTurn) {
      if (output.isForPeople()) {
        door.terminal()
            .out()
            .printf(
                "%n%s as %s%s%n",
                word(), said.record().by(), inTurn ? "" : "; it is looked at in its turn");
      }
      return done(candidate, said.name());
    }
    Optional<Promotion> taken =
        patience.until(
            () -> Candidates.afterwards(candidate, said, desk.promotions().list()),
            new Patience.Wait.AsSaid(),
            door.pause(),
            door.clock());
    if (taken.isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_SETTLED,
              "the daemon has not taken it up within %d s".formatted(patience.seconds()),
              "What you said stands as %s; look again with 'sluice promotions'"
                  .formatted(said.name())));
    }
    if (output.isForPeople()) {
      door.terminal().out().printf("%n%s as %s%n", word(), said.record().by());
      PromotionView.state(taken.get(), door.terminal());
    }
    return done(taken.get(), said.name());
  }

  private ApprovalStore.Stored vote(Promotion candidate, String me) {
    return new ApprovalStore.Stored(
        "",
        Scope.of(candidate.target()),
        candidate.commit(),
        new ApprovalRecord(me, "", door.clock().instant(), decision, candidate.digest(), comment));
  }

  // People have read it by now.
  private int done(Promotion promotion, String approval) {
    if (output.isForPeople()) {
      door.terminal().out().flush();
      return 0;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("approval", approval);
    tree.put("promotion", PromotionView.tree(promotion));
    output.print(door.terminal(), PromotionView.table(List.of(promotion)), tree);
    return 0;
  }

  private String word() {
    return switch (decision) {
      case APPROVE -> "approved";
      case REJECT -> "rejected";
    };
  }
}
