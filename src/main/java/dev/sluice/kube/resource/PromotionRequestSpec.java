package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked for, where, and by whom. What is optional is null when it was left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self == oldSelf", message = "a PromotionRequest cannot be changed")
@ValidationRule(
    value = "has(self.environment) || self.action in ['freeze', 'unfreeze']",
    message = "environment is required: only a freeze can cover all of them")
@ValidationRule(
    value =
        "has(self.application) || self.action in ['freeze', 'unfreeze', 'acknowledge', 'drill',"
            + " 'failover', 'failback']",
    message =
        "application is required: only a freeze, an acknowledge and a takeover cover all of them")
@ValidationRule(
    value = "!has(self.application) || !(self.action in ['drill', 'failover', 'failback'])",
    message = "a drill, failover or failback is about a whole environment: leave out application")
@ValidationRule(
    value = "!(self.action in ['failover', 'failback']) || (has(self.reason) && self.reason != '')",
    message = "a failover or failback needs a reason")
@ValidationRule(
    value = "has(self.commit) || !(self.action in ['promote', 'hotfix', 'veto'])",
    message = "commit is required to promote or veto")
@ValidationRule(
    value =
        "self.action != 'freeze' || (has(self.level) && has(self.until) && has(self.reason)"
            + " && self.reason != '')",
    message = "a freeze needs level, reason and until")
public record PromotionRequestSpec(
    @JsonPropertyDescription(
            "promote, hotfix, rollback, abort, resume, fail, retry, pin, unpin, veto, revoke,"
                + " freeze, unfreeze, acknowledge, drill, failover or failback")
        @Required
        @Pattern(
            "^(promote|hotfix|rollback|abort|resume|fail|retry|pin|unpin|veto|revoke|freeze|unfreeze|acknowledge|drill|failover|failback)$")
        @Size(max = 16)
        String action,
    @JsonPropertyDescription(
            "Name of the config repository; needed only where several have such an environment")
        @Size(max = 253)
        @Nullable String repository,
    @JsonPropertyDescription("Name of the environment; left out for a freeze of all")
        @Size(min = 1, max = 253)
        @Nullable String environment,
    @JsonPropertyDescription("Name of the application; left out for a freeze of all")
        @Size(min = 1, max = 253)
        @Nullable String application,
    @JsonPropertyDescription("The commit it is about, in full")
        @Pattern(OwnApi.COMMIT)
        @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("Number of the release it is about") @Min(1) @Nullable Long release,
    @JsonPropertyDescription("Of a freeze: 1 stops promotions, 2 stops every write") @Min(1) @Max(2)
        @Nullable Integer level,
    @JsonPropertyDescription("When it ends by itself, RFC 3339 in UTC, as in 2026-03-04T18:00:00Z")
        @Pattern(OwnApi.TIME)
        @Size(max = 30)
        @Nullable String until,
    @JsonPropertyDescription("Why") @Size(max = 1024) @Nullable String reason,
    @JsonPropertyDescription(
            "What is knowingly done: irreversible (go back although something irreversible ran),"
                + " hotfix (promote what does not contain one)")
        @Size(max = 2)
        @Nullable List<@Pattern("^(irreversible|hotfix)$") @Size(max = 16) String> override,
    @JsonPropertyDescription("Your user name, as the API server knows you")
        @Required
        @Size(min = 1, max = 512)
        String requestedBy) {}
