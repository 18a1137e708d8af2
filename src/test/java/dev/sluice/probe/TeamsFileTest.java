package dev.sluice.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MemoryTree;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamsFileTest {

  private static final Revision POLICY = new Revision("config", "a".repeat(40));

  @Test
  void knowsMembersAndTheirNamesInGit() throws Stopped {
    Teams teams =
        teams(
            """
            teams:
              dba: [alice, "oidc:bob@example.com"]
              empty: []
            people:
              alice: [A.Smith@example.com, Alice Smith]
            """);
    assertThat(teams.members(POLICY, "dba")).containsExactly("alice", "oidc:bob@example.com");
    assertThat(teams.members(POLICY, "empty")).isEmpty();
    assertThat(teams.userNames(POLICY, Set.of("a.smith@example.com"))).containsExactly("alice");
    assertThat(teams.userNames(POLICY, Set.of("bob"))).isEmpty();
    assertThatThrownBy(() -> teams.members(POLICY, "DBA"))
        .hasMessageContaining("there is no team DBA");
  }

  @Test
  void withoutTheFileThereIsNoTeam() throws Stopped {
    Teams teams = new TeamsFile(revision -> new Source(revision, new MemoryTree()));
    assertThat(teams.userNames(POLICY, Set.of("bob"))).isEmpty();
    assertThatThrownBy(() -> teams.members(POLICY, "dba")).isInstanceOf(Stopped.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team: {dba: [alice]} | team: is not known here",
        "teams: [dba] | teams: has to be a mapping",
        "teams: {dba: alice} | teams.dba: has to be a list of names",
        "teams: {dba: [1]} | teams.dba: has to be a list of names",
        "teams: {dba: [''] } | teams.dba: has to be a list of names",
        "'teams: {dba: [' | not valid YAML",
        "text | has to hold one document",
      })
  void saysWhatIsWrongAndCountsNobody(String content, String message) {
    assertThatThrownBy(() -> teams(content).members(POLICY, "dba")).hasMessageContaining(message);
    assertThatThrownBy(() -> teams(content).userNames(POLICY, Set.of("a")))
        .hasMessageContaining(message);
  }

  private static Teams teams(String content) {
    return new TeamsFile(
        revision -> new Source(revision, new MemoryTree().file(TeamsFile.PATH, content)));
  }
}
