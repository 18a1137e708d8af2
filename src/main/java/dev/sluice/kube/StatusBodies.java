package dev.sluice.kube;

import dev.sluice.kube.resource.TargetSpec;
import dev.sluice.kube.resource.TargetSpec.SyncSpec;
import dev.sluice.kube.resource.TargetStatusBody;
import dev.sluice.kube.resource.TargetStatusBody.CommitBody;
import dev.sluice.kube.resource.TargetStatusBody.FailureBody;
import dev.sluice.kube.resource.TargetStatusBody.HealthBody;
import dev.sluice.model.Account;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between our own records and the bodies of Target resources. Pure. */
final class StatusBodies {

  private StatusBodies() {}

  static TargetSpec spec(Target target) {
    SyncPolicy sync = target.sync();
    return new TargetSpec(
        target.id().repository(),
        target.id().application(),
        target.id().environment(),
        target.overlay(),
        target.namespace(),
        target.cluster(),
        target.branch(),
        new SyncSpec(
            sync.prune().name(),
            sync.selfHeal().name(),
            sync.maxDeletions().toString(),
            sync.namespaces().name(),
            sync.adoption().name(),
            sync.foreign().name(),
            sync.timeout().toString()),
        target.account().map(Account::toString).orElse(""),
        target.driver().name(),
        target.roles().entrySet().stream()
            .collect(Collectors.toMap(one -> one.getKey().word(), Map.Entry::getValue)));
  }

  /** Whether a spec is one that we wrote, rather than something made by hand. */
  @SuppressWarnings("ConstantValue") // what JSON leaves out is null, whatever the record says
  static boolean isUsable(TargetSpec spec) {
    return spec.repository() != null
        && spec.application() != null
        && spec.environment() != null
        && spec.overlay() != null
        && isUsable(spec.sync());
  }

  private static boolean isUsable(@Nullable SyncSpec sync) {
    return sync != null
        && Arrays.stream(SyncPolicy.Prune.values()).anyMatch(v -> v.name().equals(sync.prune()))
        && Arrays.stream(SyncPolicy.SelfHeal.values())
            .anyMatch(v -> v.name().equals(sync.selfHeal()))
        && Arrays.stream(SyncPolicy.Namespaces.values())
            .anyMatch(v -> v.name().equals(sync.namespaces()))
        && sync.maxDeletions() != null
        && sync.maxDeletions().matches("\\d{1,9}%?");
  }

  static Target target(TargetSpec spec) {
    SyncSpec sync = spec.sync();
    String limit = sync.maxDeletions();
    boolean percentage = limit.endsWith("%");
    return new Target(
        new TargetId(spec.repository(), spec.application(), spec.environment()),
        spec.overlay(),
        text(spec.namespace()),
        text(spec.cluster()),
        text(spec.branch()),
        new SyncPolicy(
            SyncPolicy.Prune.valueOf(sync.prune()),
            SyncPolicy.SelfHeal.valueOf(sync.selfHeal()),
            new SyncPolicy.DeletionLimit(Integer.parseInt(limit.replace("%", "")), percentage),
            SyncPolicy.Namespaces.valueOf(sync.namespaces()),
            // Not in what an earlier release wrote.
            SyncPolicy.Adoption.TAKE_OVER.name().equals(sync.adoption())
                ? SyncPolicy.Adoption.TAKE_OVER
                : SyncPolicy.Adoption.REFUSE,
            Arrays.stream(SyncPolicy.ForeignFields.values())
                .filter(value -> value.name().equals(sync.foreignFields()))
                .findFirst()
                .orElse(SyncPolicy.DEFAULT.foreign()),
            timeout(sync.timeout())),
        Account.of(text(spec.serviceAccount()), ""),
        // What an earlier release wrote followed a branch.
        Target.Driver.LEDGER.name().equals(spec.driver())
            ? Target.Driver.LEDGER
            : Target.Driver.BRANCH,
        roles(spec.roles()));
  }

  /** Nor are they in what an earlier release wrote. */
  private static Map<Role, String> roles(@Nullable Map<String, String> paths) {
    Map<Role, String> roles = new EnumMap<>(Role.class);
    if (paths != null) {
      paths.forEach((word, path) -> Role.of(word).ifPresent(role -> roles.put(role, path)));
    }
    return Map.copyOf(roles);
  }

  // Nor is this; and a person may have written anything.
  private static Duration timeout(@Nullable String text) {
    try {
      return text == null ? SyncPolicy.DEFAULT_TIMEOUT : Duration.parse(text);
    } catch (DateTimeParseException e) {
      return SyncPolicy.DEFAULT_TIMEOUT;
    }
  }

  /** The body, its times and conditions taken from before where nothing changed. */
  static TargetStatusBody body(
      Target target, TargetStatus status, @Nullable TargetStatusBody before, String now) {
    return new TargetStatusBody(
        status.revision(),
        status.change().revision().abbreviated(),
        commit(status.change()),
        status.observedRevision(),
        status.renderDigest(),
        status.sync().word(),
        new HealthBody(word(status.health().state()), status.health().why()),
        status.objects(),
        status.waitingFor(),
        status.failures().stream().map(StatusBodies::failure).toList(),
        status.notes(),
        now,
        Conditions.of(status, before == null ? List.of() : list(before.conditions()), now));
  }

  static TargetStatus status(TargetId target, TargetStatusBody body) {
    return new TargetStatus(
        change(target, body),
        text(body.observedRevision()),
        text(body.renderDigest()),
        sync(body.sync()),
        new Health(state(body.health().state()), text(body.health().why())),
        body.objects(),
        text(body.waitingFor()),
        list(body.failures()).stream().map(StatusBodies::failure).toList(),
        list(body.notes()),
        Conditions.standby(list(body.conditions())));
  }

  private static CommitBody commit(CommitInfo commit) {
    return new CommitBody(commit.author(), commit.time().toString(), commit.subject());
  }

  private static CommitInfo change(TargetId target, TargetStatusBody body) {
    if (text(body.revision()).isEmpty()) {
      return CommitInfo.NONE;
    }
    Revision revision = new Revision(target.repository(), text(body.revision()));
    CommitBody commit = body.commit();
    return commit == null
        ? CommitInfo.ofUnknown(revision)
        : new CommitInfo(
            revision, text(commit.author()), time(commit.time()), text(commit.subject()));
  }

  // A time that another version of Sluice wrote, or a person, may be anything.
  static Instant time(@Nullable String time) {
    try {
      return time == null ? Instant.EPOCH : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** The CamelCase word of a health state. */
  static String word(Health.State state) {
    String name = state.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  static List<FailureBody> bodies(List<Failure> failures) {
    return failures.stream().map(StatusBodies::failure).toList();
  }

  static List<Failure> failures(@Nullable List<FailureBody> bodies) {
    return list(bodies).stream().map(StatusBodies::failure).toList();
  }

  private static FailureBody failure(Failure failure) {
    return new FailureBody(
        failure.reason().word(),
        failure.message(),
        failure.where().file(),
        failure.where().line(),
        failure.field(),
        failure.remedy());
  }

  private static Failure failure(FailureBody body) {
    return Failure.at(
        reason(body.reason()),
        new Origin(text(body.file()), body.line()),
        text(body.field()),
        text(body.message()),
        text(body.remedy()));
  }

  // A status written by another version of Sluice may hold words that this one does not know.
  private static Reason reason(@Nullable String word) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.word().equals(word))
        .findFirst()
        .orElse(Reason.INTERNAL);
  }

  private static TargetStatus.Sync sync(@Nullable String word) {
    return Arrays.stream(TargetStatus.Sync.values())
        .filter(sync -> sync.word().equals(word))
        .findFirst()
        .orElse(TargetStatus.Sync.OUT_OF_SYNC);
  }

  private static Health.State state(@Nullable String word) {
    return Arrays.stream(Health.State.values())
        .filter(state -> word(state).equals(word))
        .findFirst()
        .orElse(Health.State.UNKNOWN);
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
