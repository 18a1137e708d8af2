package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentSet;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelinesTest {

  private final Pipelines pipelines = new Pipelines();

  @Test
  void anEnvironmentIsReadFromTheLastCommitThatDeclaresIt() {
    pipelines.declare(
        "config", "c1", new EnvironmentSet(List.of(promoted("dev"), promoted("prod")), List.of()));
    pipelines.declare(
        "config", "c2", new EnvironmentSet(List.of(promoted("dev")), List.of(mistake())));

    assertThat(pipelines.find("config", "dev")).map(Pipelines.Member::commit).contains("c2");
    assertThat(pipelines.find("config", "prod")).map(Pipelines.Member::commit).contains("c1");
    assertThat(pipelines.promoted("config"))
        .extracting(Environment::name)
        .containsExactly("dev", "prod");
  }

  @Test
  void withoutAMistakeWhatIsGoneIsGone() {
    pipelines.declare("config", "c1", new EnvironmentSet(List.of(promoted("prod")), List.of()));
    pipelines.declare("config", "c2", new EnvironmentSet(List.of(), List.of()));

    assertThat(pipelines.find("config", "prod")).isEmpty();
    assertThat(pipelines.find("another", "prod")).isEmpty();
  }

  private static Failure mistake() {
    return Failure.of(Reason.INVALID_ENVIRONMENT, "broken", "");
  }

  private static Environment promoted(String name) {
    return new Environment(
            name, "overlays/*/" + name, "", "", "main", SyncPolicy.DEFAULT, "", Origin.UNKNOWN)
        .promotedFrom("main");
  }
}
