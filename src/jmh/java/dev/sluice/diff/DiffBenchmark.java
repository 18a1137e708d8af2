package dev.sluice.diff;

import dev.sluice.live.Live;
import dev.sluice.live.Subject;
import dev.sluice.model.Inventory;
import dev.sluice.model.Trees;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the diff of one Deployment costs, in a target of a thousand; each has drifted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DiffBenchmark {

  private static final int OBJECTS = 1_000;
  private static final Path CASE = Path.of("src/test/resources/diff/deployment");

  private DiffExample example;
  private Live live;

  /** Reads an example of drift of the tests. */
  @Setup
  public void read() throws IOException {
    Map<String, Object> given = Yaml.documents(CASE.resolve("given.yaml")).getFirst();
    Map<String, Object> cases = Yaml.documents(CASE.resolve("expected.yaml")).getFirst();
    Map<String, Object> drifted =
        Trees.maps(cases, "cases").stream()
            .filter(one -> Trees.string(one, "verdict").equals("Drifted"))
            .findFirst()
            .orElseThrow();
    example = new DiffExample(given, MergePatch.merged(given, Trees.map(drifted, "with")));
    Subject subject = example.subject();
    live =
        new Live(
            DiffExample.SELF.mark(DiffExample.TARGET),
            Inventory.empty(DiffExample.TARGET),
            Collections.nCopies(OBJECTS, subject));
  }

  /** All verdicts with their reasons. */
  @Benchmark
  @OperationsPerInvocation(OBJECTS)
  public List<Change> verdicts() {
    return ThreeWayDiff.between(live, example.contests(), example.others(), example.adoption())
        .all();
  }
}
