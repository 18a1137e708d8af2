package dev.sluice.fields;

import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every event of a watch costs: both hashes of a Deployment that three managers write. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FingerprintBenchmark {

  private LiveObject deployment;

  /** Reads the object of the tests. */
  @Setup
  public void read() throws IOException {
    deployment = new LiveObject(Yaml.documents(Path.of("src/test/resources/fields/deployment/live.yaml")).getFirst());
  }

  /** The fields we own. */
  @Benchmark
  public String own() {
    return Fingerprints.own(deployment, Labels.FIELD_MANAGER);
  }

  /** The fields of others. */
  @Benchmark
  public String foreign() {
    return Fingerprints.foreign(deployment, Labels.FIELD_MANAGER);
  }
}
