package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.BranchTips;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens outside becomes runs of the right targets, and nothing missing looks like a wish.
 */
class DaemonTest {

  private final List<Target> declared = new ArrayList<>();
  private final List<Failure> wrong = new ArrayList<>();
  private final Map<String, List<Failure>> stands = new HashMap<>();
  private final Map<String, Collection<String>> followed = new HashMap<>();
  private final BlockingQueue<TargetId> runs = new LinkedBlockingQueue<>();
  private final Targets targets = new Targets();
  private final TargetQueue queue = new TargetQueue(4);
  private final Daemon daemon =
      new Daemon(this::declare, targets, queue, stands::put, nothingRan());

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void aBranchThatMovedRunsTheTargetsThatFollowIt() throws Exception {
    declared.addAll(List.of(target("web", "dev", "develop"), target("web", "prod", "main")));
    start();
    daemon.redeclare("config");
    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder(id("web", "dev"), id("web", "prod"));

    daemon.moved("config", Set.of("main"));

    assertThat(next()).isEqualTo(id("web", "prod"));
    assertThat(runs).isEmpty();
    assertThat(followed.get("config")).containsExactlyInAnyOrder("develop", "main");
  }

  @Test
  void whatIsWrongIsToldTogetherAndForgottenWhenMended() {
    start();
    Failure typo = Failure.of(Reason.INVALID_ENVIRONMENT, "a typo", "Mend it");
    Failure down = Failure.of(Reason.REPOSITORY_UNREACHABLE, "down", "Wait");
    wrong.add(typo);
    daemon.redeclare("config");
    daemon.pollFailed("config", down);
    assertThat(stands.get("config")).containsExactly(down, typo);

    daemon.pollRecovered("config");
    wrong.clear();
    daemon.redeclare("config");
    assertThat(stands.get("config")).isEmpty();
  }

  @Test
  void aTargetWhoseOverlayIsGoneStaysUntilItsResourceIsDeleted() throws Exception {
    Target web = target("web", "dev", "develop");
    daemon.start(List.of(web), followed::put);
    queue.serve((target, why) -> runs.add(target));
    daemon.redeclare("config");
    assertThat(targets.find(web.id())).as("kept, though Git declares nothing").contains(web);

    daemon.targetDeleted(web.id());

    assertThat(targets.find(web.id())).isEmpty();
  }

  @Test
  void aDeletedResourceOfADeclaredTargetComesBackByRunningIt() throws Exception {
    declared.add(target("web", "dev", "develop"));
    start();
    daemon.redeclare("config");
    assertThat(next()).isEqualTo(id("web", "dev"));

    daemon.targetDeleted(id("web", "dev"));

    assertThat(targets.find(id("web", "dev"))).isPresent();
    assertThat(next()).isEqualTo(id("web", "dev"));
  }

  private static Settled nothingRan() {
    return new Settled(
        new BranchTips((repository, branch) -> new Revision(repository, "tip")),
        revision -> {
          throw new Stopped(Failure.of(Reason.NOT_FOUND, "no files here", ""));
        },
        new LastGood());
  }

  private void start() {
    daemon.start(List.of(), followed::put);
    queue.serve((target, why) -> runs.add(target));
  }

  /** As the real one: what is known and not declared is kept. */
  private Declarations.Declared declare(String repository, Collection<Target> known)
      throws Stopped {
    List<Target> all = new ArrayList<>(declared);
    known.stream().filter(target -> !declared.contains(target)).forEach(all::add);
    List<String> branches = all.stream().map(Target::branch).distinct().toList();
    return new Declarations.Declared(all, branches, List.copyOf(wrong));
  }

  private TargetId next() throws InterruptedException {
    TargetId run = runs.poll(5, TimeUnit.SECONDS);
    assertThat(run).as("a run within five seconds").isNotNull();
    return run;
  }

  private static TargetId id(String application, String environment) {
    return new TargetId("config", application, environment);
  }

  private static Target target(String application, String environment, String branch) {
    return new Target(
        id(application, environment),
        "overlays/" + application + "/" + environment,
        application,
        "",
        branch,
        SyncPolicy.DEFAULT);
  }
}
