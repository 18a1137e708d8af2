package dev.sluice.bench;

import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.demo.Playground;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures the main job on this machine: for every size a control plane and a Git host of its own,
 * and a daemon of this very program, with the rights of {@code deploy/base}.
 */
public final class Bench {

  private final Directories directories;
  private final Path home;
  private final Renderer renderer;
  private final Progress progress;
  private final Clock clock;

  /** Opens local directories. */
  @FunctionalInterface
  public interface Directories {

    /** The files below a directory. */
    SourceTree open(Path root) throws Stopped;
  }

  /**
   * A measurement.
   *
   * @param home the checkout, for {@code deploy/}
   * @param progress is told what is measured
   */
  public Bench(
      Directories directories, Path home, Renderer renderer, Progress progress, Clock clock) {
    this.directories = directories;
    this.home = home;
    this.renderer = renderer;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Measures one size after the other; takes minutes.
   *
   * @throws IOException when something did not happen that had to be measured
   */
  public BenchReport run(List<Size> sizes) throws Stopped, IOException, InterruptedException {
    var when = clock.instant();
    Machine machine = Machine.here();
    List<SizeReport> reports = new ArrayList<>();
    for (Size size : sizes) {
      reports.add(measure(size));
    }
    return new BenchReport(when, machine, reports);
  }

  private SizeReport measure(Size size) throws Stopped, IOException, InterruptedException {
    try (Playground playground = Playground.start(Extent.CONTROLLERS, progress);
        Stage stage = new Stage(playground, size, clock)) {
      stage.install(size, directories.open(home), renderer);
      Machine.Load before = Machine.load();
      if (size.isPipeline()) {
        PipelineMeasurement measurement = new PipelineMeasurement(stage, size, progress);
        List<Figure> figures = measurement.run();
        return new SizeReport(
            size,
            before,
            Machine.load(),
            Optional.empty(),
            figures,
            measurement.steadyBytes(),
            measurement.peakBytes());
      }
      progress.note(size + ": the bare client");
      Path files = stage.write(size);
      Floor floor =
          new BareClient(stage.cluster(), renderer).measure(size, directories.open(files));
      Measurement measurement = new Measurement(stage, size, floor, progress);
      List<Figure> figures = measurement.run();
      return new SizeReport(
          size,
          before,
          Machine.load(),
          Optional.of(floor),
          figures,
          measurement.steadyBytes(),
          measurement.peakBytes());
    }
  }
}
