package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What was said, about what, and by whom. What is optional is null when it was left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self == oldSelf", message = "an Approval cannot be changed")
@ValidationRule(
    value = "has(self.commit) || has(self.digest)",
    message = "commit or digest of what was looked at is required")
public record ApprovalSpec(
    @JsonPropertyDescription(
            "Name of the config repository; needed only where several have such an environment")
        @Size(max = 253)
        @Nullable String repository,
    @JsonPropertyDescription("Name of the environment") @Required @Size(min = 1, max = 253)
        String environment,
    @JsonPropertyDescription("Name of the application") @Required @Size(min = 1, max = 253)
        String application,
    @JsonPropertyDescription("The commit that was looked at, in full")
        @Pattern(OwnApi.COMMIT)
        @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("Digest of the Promotion that was looked at") @Size(min = 1, max = 253)
        @Nullable String digest,
    @JsonPropertyDescription("approve or reject")
        @Required
        @Pattern("^(approve|reject)$")
        @Size(max = 7)
        String decision,
    @JsonPropertyDescription("Your user name, as the API server knows you")
        @Required
        @Size(min = 1, max = 512)
        String approver,
    @JsonPropertyDescription("What you want to add") @Size(max = 1024) @Nullable String comment) {}
