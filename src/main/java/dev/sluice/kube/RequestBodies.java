package dev.sluice.kube;

import dev.sluice.kube.RequestStore.Answer;
import dev.sluice.kube.RequestStore.Stored;
import dev.sluice.kube.resource.PromotionRequestSpec;
import dev.sluice.kube.resource.PromotionRequestStatusBody;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between requests of people and the bodies of their resources. Pure. */
final class RequestBodies {

  private static final Words<Request.Action> ACTIONS =
      Words.lowerCase("spec.action", Request.Action.values());

  private static final Words<Request.Despite> OVERRIDES =
      Words.lowerCase("spec.override", Request.Despite.values());

  private static final Words<Decision.Result> RESULTS =
      new Words<>(
          "status.result",
          Decision.Result.values(),
          value -> value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT));

  private RequestBodies() {}

  static PromotionRequestSpec spec(Scope scope, Request request) {
    return new PromotionRequestSpec(
        ACTIONS.word(request.action()),
        Words.orNull(scope.repository()),
        Words.orNull(scope.environment()),
        Words.orNull(scope.application()),
        Words.orNull(request.commit()),
        request.release().isPresent() ? Long.valueOf(request.release().getAsLong()) : null,
        request.level() == 0 ? null : Integer.valueOf(request.level()),
        request.until().map(Instant::toString).orElse(null),
        Words.orNull(request.reason()),
        request.overrides().isEmpty()
            ? null
            : request.overrides().stream().map(OVERRIDES::word).sorted().toList(),
        request.by());
  }

  static PromotionRequestStatusBody status(Decision.Answered answered, Instant now) {
    return new PromotionRequestStatusBody(
        RESULTS.word(answered.result()), answered.message(), now.toString());
  }

  /** The id of a request: a name may be used again, a uid never is. */
  static String id(LiveObject item) {
    String uid = item.uid();
    return item.key().name() + "-" + uid.substring(0, Math.min(8, uid.length()));
  }

  /**
   * A request from its resource.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  static Stored stored(LiveObject item) {
    PromotionRequestSpec spec =
        Json.as(PromotionRequestSpec.class, Trees.map(item.content(), "spec"));
    Request request =
        new Request(
            id(item),
            ACTIONS.of(spec.action()),
            Words.given("spec.requestedBy", spec.requestedBy()),
            Words.time(
                "metadata.creationTimestamp", Trees.string(item.metadata(), "creationTimestamp")),
            Words.text(spec.reason()),
            Words.text(spec.commit()),
            release(spec.release()),
            Objects.requireNonNullElse(spec.level(), 0),
            spec.until() == null
                ? Optional.empty()
                : Optional.of(Words.time("spec.until", spec.until())),
            overrides(spec));
    Scope scope =
        new Scope(
            Words.text(spec.repository()),
            Words.text(spec.environment()),
            Words.text(spec.application()));
    return new Stored(item.key().name(), scope, request, answer(item));
  }

  /** What its status says, whatever its spec does. */
  static Optional<Answer> answer(LiveObject item) {
    PromotionRequestStatusBody body =
        Json.as(PromotionRequestStatusBody.class, Trees.map(item.content(), "status"));
    return Words.text(body.result()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Answer(
                new Decision.Answered(RESULTS.of(body.result()), Words.text(body.message())),
                Words.text(body.time())));
  }

  private static Set<Request.Despite> overrides(PromotionRequestSpec spec) {
    return Objects.requireNonNullElse(spec.override(), List.<String>of()).stream()
        .map(OVERRIDES::of)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static OptionalLong release(@Nullable Long number) {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
