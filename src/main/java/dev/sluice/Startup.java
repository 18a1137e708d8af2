package dev.sluice;

import dev.sluice.door.web.Readiness;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.GitRepository;
import dev.sluice.git.Poller;
import dev.sluice.kube.TargetStore;
import dev.sluice.loop.Daemon;
import dev.sluice.loop.LastChanges;
import dev.sluice.loop.LastGood;
import dev.sluice.loop.promotion.Promoting;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.report.TargetReporter;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The first minutes of a daemon. Its own cluster may be out of reach when it starts: it then waits,
 * because without the memory of its earlier life it could take a kept application for a new one.
 */
final class Startup implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Startup.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String CLUSTER = "cluster";

  private final Daemon daemon;
  private final TargetStore targets;
  private final TargetReporter reporter;
  private final LastGood lastGood;
  private final LastChanges lastChanges;
  private final GitRepositories repositories;
  private final Poller poller;
  private final Promoting promoting;
  private final Readiness readiness;
  private final Thread thread;

  Startup(
      Daemon daemon,
      TargetStore targets,
      TargetReporter reporter,
      LastGood lastGood,
      LastChanges lastChanges,
      GitRepositories repositories,
      Poller poller,
      Promoting promoting,
      Readiness readiness) {
    this.daemon = daemon;
    this.targets = targets;
    this.reporter = reporter;
    this.lastGood = lastGood;
    this.lastChanges = lastChanges;
    this.repositories = repositories;
    this.poller = poller;
    this.promoting = promoting;
    this.readiness = readiness;
    this.thread = Thread.ofVirtual().name("startup").unstarted(this::run);
  }

  /** Begins; returns at once. */
  void begin() {
    readiness.lacks(CLUSTER, "the Target resources were not read yet");
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      List<TargetStore.Stored> earlier = remembered();
      earlier.forEach(this::remember);
      daemon.start(earlier.stream().map(TargetStore.Stored::target).toList(), poller::follow);
      repositories.all().stream()
          .filter(Startup::wasFetched)
          .forEach(repository -> daemon.redeclare(repository.settings().name()));
      poller.start();
      hearPeople();
      promote();
      readiness.has(CLUSTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first poll of a new repository tells all there is to tell. */
  private static boolean wasFetched(GitRepository repository) {
    try {
      repository.tip(repository.settings().defaultBranch());
      return true;
    } catch (Stopped stopped) {
      LOG.debugf("%s", stopped.failure());
      return false;
    }
  }

  private void remember(TargetStore.Stored stored) {
    Target target = stored.target();
    reporter.remember(target.id(), stored.status());
    lastChanges.remember(target.id(), stored.status().renderDigest(), stored.status().change());
    String commit = stored.status().observedRevision();
    if (!commit.isEmpty()) {
      lastGood.ran(target.id(), commit);
    }
  }

  private List<TargetStore.Stored> remembered() throws InterruptedException {
    while (true) {
      try {
        return targets.list();
      } catch (Stopped stopped) {
        LOG.warnf("Waiting for the cluster: %s", stopped.failure());
        readiness.lacks(CLUSTER, stopped.failure().toString());
        Thread.sleep(PAUSE);
      }
    }
  }

  private void hearPeople() throws InterruptedException {
    while (true) {
      try {
        targets.watch(new People());
        return;
      } catch (Stopped stopped) {
        LOG.warnf("Sync requests are not heard yet: %s", stopped.failure());
        Thread.sleep(PAUSE);
      }
    }
  }

  private void promote() throws InterruptedException {
    while (true) {
      try {
        promoting.start();
        return;
      } catch (Stopped stopped) {
        LOG.warnf("Nothing is promoted yet: %s", stopped.failure());
        Thread.sleep(PAUSE);
      }
    }
  }

  /** What people do to Target resources. */
  private final class People implements TargetStore.Listener {

    @Override
    public void syncRequested(TargetId target) {
      daemon.syncRequested(target);
      try {
        poller.pollNow(target.repository());
      } catch (Stopped stopped) {
        LOG.warnf("%s: not polled: %s", target, stopped.failure());
      }
    }

    @Override
    public void deleted(TargetId target) {
      LOG.infof("%s: its Target resource was deleted", target);
      daemon.targetDeleted(target);
    }
  }
}
