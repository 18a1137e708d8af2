package dev.sluice.loop.promotion;

import dev.sluice.git.GitRepository;
import dev.sluice.github.GitHub;
import dev.sluice.github.GitHubRepository;
import dev.sluice.kube.Cluster;
import dev.sluice.model.Installation;
import dev.sluice.model.TargetId;
import dev.sluice.probe.JobProbe;
import dev.sluice.probe.LiveProbes;
import dev.sluice.probe.Pace;
import dev.sluice.probe.Probes;
import dev.sluice.probe.StatusProbe;
import dev.sluice.probe.WebProbes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the gates of one life of the engine ask: as the daemon, but GitHub at a quick pace. Jobs run
 * on the API server that has the promotions too.
 */
final class LifeProbes {

  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60));

  private LifeProbes() {}

  static Probes of(
      Cluster cluster,
      GitRepository repository,
      Map<String, GitHubRepository> gitHub,
      Consumer<TargetId> touched) {
    return new LiveProbes(
        new WebProbes(List.of(), Map.of()),
        new JobProbe(target -> cluster, repository::source, () -> new Installation("abcdefgh")),
        (commit, policy, keys) -> {
          throw new UnsupportedOperationException("no commit here is signed");
        },
        new StatusProbe(
            gitHub,
            new GitHub((host, status, took) -> {}, InstantSource.system()),
            QUICK,
            touched,
            InstantSource.system()),
        touched,
        InstantSource.system());
  }
}
