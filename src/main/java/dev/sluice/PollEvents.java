package dev.sluice;

import dev.sluice.git.Poller;
import dev.sluice.loop.Daemon;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.report.Meters;
import dev.sluice.report.Metric;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Hands on to the daemon what the poller finds. */
record PollEvents(Daemon daemon, PromotionSide promotion, Meters meters)
    implements Poller.Listener {

  private static final Logger LOG = Logger.getLogger(PollEvents.class);

  @Override
  public void polled(String repository, Duration took, Optional<Reason> failed) {
    meters.time(Metric.GIT_POLLS, took, repository, failed.map(Reason::word).orElse("done"));
    promotion.polled(repository);
  }

  @Override
  public void moved(String repository, Set<String> names) {
    LOG.infof("%s: %s moved", repository, String.join(", ", names));
    daemon.moved(repository, names);
  }

  @Override
  public void noticed(String repository, Failure notice) {
    LOG.warnf("%s: %s", repository, notice);
    daemon.noticed(repository);
  }

  @Override
  public void failed(String repository, Failure failure) {
    daemon.pollFailed(repository, failure);
  }

  @Override
  public void recovered(String repository) {
    LOG.infof("%s: polled again", repository);
    daemon.pollRecovered(repository);
  }
}
