package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What is promoted, and where to. */
@RegisterForReflection
public record PromotionSpec(
    @JsonPropertyDescription("Name of the config repository in the daemon's configuration")
        String repository,
    @JsonPropertyDescription("Name of the application") String application,
    @JsonPropertyDescription("Name of the environment") String environment,
    @JsonPropertyDescription("Promote, Rollback or Hotfix") String kind,
    @JsonPropertyDescription("The commit") String commit,
    @JsonPropertyDescription("The same, abbreviated") String shortRevision,
    @JsonPropertyDescription("What the commit renders to in this environment") String digest,
    @JsonPropertyDescription("The renderer that the digest came from") String engine,
    @JsonPropertyDescription("Number of the release that it would follow; 0 for the first")
        long base,
    @JsonPropertyDescription("Number of the release that is rolled back to; 0 for other kinds")
        long about,
    @JsonPropertyDescription("The commit that its gates were read from") String policy,
    @JsonPropertyDescription("Who asked for it; sluice when nobody did") String requestedBy,
    @JsonPropertyDescription("Why") String reason,
    @JsonPropertyDescription("Counted from 1; a retry is a new one") int attempt,
    @JsonPropertyDescription("When it appeared, RFC 3339") String created) {}
