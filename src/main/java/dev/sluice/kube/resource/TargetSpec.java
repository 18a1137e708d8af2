package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** What a target is: a copy of what Git and the daemon's configuration say. */
@RegisterForReflection
public record TargetSpec(
    @JsonPropertyDescription("Name of the config repository in the daemon's configuration")
        String repository,
    @JsonPropertyDescription("Name of the application") String application,
    @JsonPropertyDescription("Name of the environment") String environment,
    @JsonPropertyDescription("Path of the overlay directory") String overlay,
    @JsonPropertyDescription("Default namespace of objects that name none") String namespace,
    @JsonPropertyDescription("Registered cluster; empty for the one the daemon runs in")
        String cluster,
    @JsonPropertyDescription("Branch that its revisions come from") String branch,
    @JsonPropertyDescription("How it is kept in step") SyncSpec sync,
    @JsonPropertyDescription(
            "Service account in whose name the cluster is written to, as namespace/name; empty when"
                + " the environment names none")
        String serviceAccount,
    @JsonPropertyDescription("What says which revision runs: BRANCH or LEDGER") String driver,
    @JsonPropertyDescription(
            "Path of the overlay directory of each role, standby and active; empty where all"
                + " roles run the same")
        Map<String, String> roles) {

  /** How a target is kept in step with Git. */
  @RegisterForReflection
  public record SyncSpec(
      @JsonPropertyDescription("What happens to objects that left Git: DELETE or KEEP")
          String prune,
      @JsonPropertyDescription("What happens to changes made by hand: REVERT or REPORT")
          String selfHeal,
      @JsonPropertyDescription("Most deletions in one plan: a count, or a percentage such as 20%")
          String maxDeletions,
      @JsonPropertyDescription("When the default namespace does not exist: CREATE or REQUIRE")
          String namespaces,
      @JsonPropertyDescription("Objects that another tool still owns: REFUSE or TAKE_OVER")
          String adoption,
      @JsonPropertyDescription("Fields set by hand: REPORT, REVERT_SECURITY_RELEVANT or REVERT")
          String foreignFields,
      @JsonPropertyDescription("How long the sync of a revision may take, as in PT15M")
          String timeout) {}
}
