package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.TargetId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TravellingTest {

  private static final List<List<String>> UNITS = List.of(List.of("backend", "frontend"));

  @Test
  void aUnitIsDecidedOnOnceAndWhole() {
    assertThat(
            Travelling.together(
                List.of(id("frontend"), id("shop"), id("backend"), id("")), UNITS, id -> true))
        .containsExactly(
            List.of(id("backend"), id("frontend")), List.of(id("shop")), List.of(id("")));
  }

  @Test
  void whatIsNotInThisEnvironmentIsNoMember() {
    assertThat(
            Travelling.together(
                List.of(id("backend")), UNITS, id -> id.application().equals("backend")))
        .containsExactly(List.of(id("backend")));
    assertThat(Travelling.together(List.of(id("backend")), UNITS, id -> false))
        .as("one that is gone meanwhile")
        .containsExactly(List.of(id("backend")));
  }

  private static TargetId id(String application) {
    return new TargetId("config", application, "prod");
  }
}
