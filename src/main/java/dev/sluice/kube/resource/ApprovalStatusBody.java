package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the daemon makes of an approval. */
@RegisterForReflection
public record ApprovalStatusBody(
    @JsonPropertyDescription("What it counts for, or why it counts for nothing") String message) {}
