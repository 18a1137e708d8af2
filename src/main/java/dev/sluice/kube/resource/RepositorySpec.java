package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Which repository. */
@RegisterForReflection
public record RepositorySpec(
    @JsonPropertyDescription("Its name in the daemon's settings") String name) {}
