package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sluice.kube.resource.TargetStatusBody.FailureBody;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** How a repository stands. */
@RegisterForReflection
public record RepositoryStatusBody(
    @JsonPropertyDescription("Ready, or the reason of the first failure") String state,
    @JsonPropertyDescription("What is wrong with it or its environment files")
        List<FailureBody> failures) {}
