package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A part of an environment's ledger: what was appended to its files, in that order. */
@RegisterForReflection
public record LedgerSegmentSpec(
    @JsonPropertyDescription("Name of the config repository in the daemon's configuration")
        @Required
        String repository,
    @JsonPropertyDescription("Name of the environment") @Required String environment,
    @JsonPropertyDescription("Number of this segment, counted from 1; the last one is written to")
        @Required
        int segment,
    @JsonPropertyDescription("What was appended, the oldest first; signed, so never edit it")
        @Required
        List<LineBody> lines) {

  /** One line. */
  @RegisterForReflection
  public record LineBody(
      @JsonPropertyDescription("The file of the ledger that it belongs to") @Required String file,
      @JsonPropertyDescription("Whether it is the first line of the file, which says what it is")
          @Required
          boolean head,
      @JsonPropertyDescription("The line itself") @Required String text) {}
}
