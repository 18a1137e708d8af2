package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What became of a request. */
@RegisterForReflection
public record PromotionRequestStatusBody(
    @JsonPropertyDescription("Done or Refused") String result,
    @JsonPropertyDescription("What was done, or why not") String message,
    @JsonPropertyDescription("When it was answered, RFC 3339") String time) {}
