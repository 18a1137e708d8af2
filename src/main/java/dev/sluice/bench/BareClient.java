package dev.sluice.bench;

import dev.sluice.kube.Cluster;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Parallel;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.Renderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Does a daemon's work without a daemon: what cannot be undercut on this machine, today. */
final class BareClient {

  static final String NAMESPACE = "floor";

  static final String WARM_UP = "floor-warm-up";
  // The daemon's own default.
  private static final int PARALLELISM = 16;
  private static final int WARM_UP_APPLICATIONS = 20;
  private static final int WRITES = 20;

  private final Cluster cluster;
  private final Renderer renderer;

  BareClient(Cluster cluster, Renderer renderer) {
    this.cluster = cluster;
    this.renderer = renderer;
  }

  /** Measures the floor; what it applied stays. */
  Floor measure(Size size, SourceTree files) throws Stopped {
    for (Manifest manifest :
        Fixture.manifests(new Size(WARM_UP_APPLICATIONS, size.objects()), WARM_UP)) {
      apply(manifest, Cluster.Persistence.STORED);
    }
    double render = render(size, files);
    List<Manifest> manifests = Fixture.manifests(size, NAMESPACE);
    double dryRun = all(manifests, Cluster.Persistence.DRY_RUN);
    double apply = all(manifests, Cluster.Persistence.STORED);
    return new Floor(render, dryRun, apply, writes(manifests));
  }

  private double render(Size size, SourceTree files) throws Stopped {
    Source source = new Source(new Revision("bench", "bench"), files);
    renderer.render(source, "overlays/" + Fixture.BELL + "/bench");
    long start = System.nanoTime();
    for (int number = 0; number < size.applications(); number++) {
      renderer.render(source, "overlays/" + Fixture.application(number) + "/bench");
    }
    return Times.between(start, System.nanoTime());
  }

  private double all(List<Manifest> manifests, Cluster.Persistence persistence) throws Stopped {
    long start = System.nanoTime();
    List<Optional<Stopped>> failures =
        Parallel.map(PARALLELISM, manifests, manifest -> failure(manifest, persistence));
    double took = Times.between(start, System.nanoTime());
    for (Optional<Stopped> failure : failures) {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    return took;
  }

  private Times writes(List<Manifest> manifests) throws Stopped {
    String name = Fixture.settings(Fixture.application(0));
    Manifest one =
        manifests.stream()
            .filter(manifest -> manifest.name().equals(name))
            .findFirst()
            .orElseThrow();
    List<Double> seconds = new ArrayList<>();
    for (int number = 0; number < WRITES; number++) {
      Map<String, Object> data = new LinkedHashMap<>(Trees.map(one.content(), "data"));
      data.put("VALUE", "write-" + number);
      Map<String, Object> content = new LinkedHashMap<>(one.content());
      content.put("data", data);
      long start = System.nanoTime();
      apply(
          new Manifest(one.kind(), one.namespace(), one.name(), content, one.origin()),
          Cluster.Persistence.STORED);
      seconds.add(Times.between(start, System.nanoTime()));
    }
    return new Times(seconds);
  }

  private Optional<Stopped> failure(Manifest manifest, Cluster.Persistence persistence) {
    try {
      apply(manifest, persistence);
      return Optional.empty();
    } catch (Stopped stopped) {
      return Optional.of(stopped);
    }
  }

  private void apply(Manifest manifest, Cluster.Persistence persistence) throws Stopped {
    LiveObject answer = cluster.apply(manifest, persistence, Cluster.Ownership.FORCE);
    if (!Objects.equals(answer.key(), manifest.key())) {
      throw new Stopped(
          Failure.of(
              Reason.INTERNAL,
              "the API server answered " + answer.key() + " to an apply of " + manifest.key(),
              ""));
    }
  }
}
