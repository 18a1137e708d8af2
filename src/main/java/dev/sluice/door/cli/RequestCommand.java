package dev.sluice.door.cli;

import dev.sluice.kube.RequestStore;
import dev.sluice.kube.RequestStore.Answer;
import dev.sluice.kube.RequestStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Decision;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the daemon for something, in the name that the API server knows the caller by. */
abstract class RequestCommand implements Callable<Integer> {

  private final Door door;

  @Spec private CommandSpec command;

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();
  @Mixin private Patience patience = new Patience();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; stays in the history.")
  private String reason = "";

  RequestCommand(Door door) {
    this.door = door;
  }

  /** What is asked for. */
  abstract Ask ask(Ports.PromotionDesk desk) throws Stopped;

  @Override
  public final Integer call() throws Stopped, InterruptedException {
    Ports.PromotionDesk desk = door.resources().open(cluster.choice());
    Ask ask = ask(desk);
    if (needsReason() && reason.isBlank()) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "%s needs --reason".formatted(command.qualifiedName()),
              "Say in a few words why: it stays in the history"));
    }
    RequestStore requests = desk.requests();
    Stored asked =
        requests.create(ask.scope(), ask.request(desk.whoAmI(), reason, door.clock().instant()));
    if (!patience.isWanted()) {
      return print(asked);
    }
    Optional<Stored> answered =
        patience.until(
            () -> requests.read(asked.name()).filter(one -> one.answer().isPresent()),
            waits(),
            door.pause(),
            door.clock());
    if (answered.isEmpty() && waits() instanceof Patience.Wait.ForRefusal) {
      return print(asked);
    }
    if (answered.isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_SETTLED,
              "the daemon has not answered within %d s".formatted(patience.seconds()),
              "The request stands as %s; look again with kubectl get promotionrequest %s"
                  .formatted(asked.name(), asked.name())));
    }
    return print(answered.get());
  }

  /** Whether nobody may ask for it without saying why. */
  boolean needsReason() {
    return false;
  }

  /** How long its answer may take. */
  Patience.Wait waits() {
    return new Patience.Wait.AsSaid();
  }

  /** Now. */
  final java.time.Instant now() {
    return door.clock().instant();
  }

  private int print(Stored request) {
    output.print(door.terminal(), RequestView.table(request), RequestView.tree(request));
    Optional<Decision.Answered> refused =
        request
            .answer()
            .map(Answer::answered)
            .filter(answered -> answered.result() == Decision.Result.REFUSED);
    return refused.isEmpty()
        ? 0
        : FailureLines.print(
            Failure.of(Reason.REQUEST_REFUSED, refused.get().message(), ""), door.terminal());
  }
}
