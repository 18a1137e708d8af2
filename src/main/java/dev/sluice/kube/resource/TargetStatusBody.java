package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** How a target stands. */
@RegisterForReflection
public record TargetStatusBody(
    @JsonPropertyDescription("The commit that last changed this target") String revision,
    @JsonPropertyDescription("The same, abbreviated") String shortRevision,
    @JsonPropertyDescription("Who made that commit, when and why") CommitBody commit,
    @JsonPropertyDescription("The newest commit that was looked at") String observedRevision,
    @JsonPropertyDescription("Digest of what is in force") String renderDigest,
    @JsonPropertyDescription("Synced, Progressing, Waiting, OutOfSync or Failed") String sync,
    @JsonPropertyDescription("The worst of its objects") HealthBody health,
    @JsonPropertyDescription("How many objects are wanted") int objects,
    @JsonPropertyDescription("What the rest of the plan waits for") String waitingFor,
    @JsonPropertyDescription("What went wrong or is held back, the most important first")
        List<FailureBody> failures,
    @JsonPropertyDescription("What is worth knowing and no failure: foreign fields, warnings")
        List<String> notes,
    @JsonPropertyDescription(
            "When this status last changed, or somebody asked and it had failed as before; RFC 3339")
        String lastChange,
    @JsonPropertyDescription("Ready, Synced and Healthy, by the conventions of Kubernetes")
        List<ConditionBody> conditions) {

  /** What a person wants to see of a commit. */
  @RegisterForReflection
  public record CommitBody(
      @JsonPropertyDescription("Name of the author") String author,
      @JsonPropertyDescription("When it was committed, RFC 3339") String time,
      @JsonPropertyDescription("First line of the message") String subject) {}

  /** Health and its reason. */
  @RegisterForReflection
  public record HealthBody(
      @JsonPropertyDescription("Healthy, Suspended, Progressing, Unknown, Missing or Degraded")
          String state,
      @JsonPropertyDescription("One line; empty when healthy") String why) {}

  /** One failure. */
  @RegisterForReflection
  public record FailureBody(
      @JsonPropertyDescription("Stable CamelCase word") String reason,
      @JsonPropertyDescription("What happened, to what") String message,
      @JsonPropertyDescription("File in the config repository; empty when in none") String file,
      @JsonPropertyDescription("Line in the file; 0 when unknown") int line,
      @JsonPropertyDescription("Field at fault; empty when there is none") String field,
      @JsonPropertyDescription("What to do next") String remedy) {}

  /** One condition. */
  @RegisterForReflection
  public record ConditionBody(
      @JsonPropertyDescription("Ready, Synced, Healthy or, of a standby, StandbyReady") String type,
      @JsonPropertyDescription("True, False or Unknown") String status,
      @JsonPropertyDescription("Stable CamelCase word") String reason,
      @JsonPropertyDescription("One line for people") String message,
      @JsonPropertyDescription("When the status last changed, RFC 3339")
          String lastTransitionTime) {}
}
