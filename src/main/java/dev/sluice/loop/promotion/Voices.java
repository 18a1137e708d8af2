package dev.sluice.loop.promotion;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.loop.Targets;
import dev.sluice.model.Environment;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What people wrote into the cluster. What is about every environment is asked of each of them, and
 * answered when all of them have answered. Thread-safe.
 */
public final class Voices implements People {

  /** Between the id of a request about several environments and the name of one of them. */
  private static final String PLACE = "@";

  private final ApprovalStore approvals;
  private final RequestStore requests;
  private final Pipelines pipelines;
  private final Targets targets;
  private final Function<TargetId, List<Promotion>> promotions;
  private final Map<String, Map<String, Decision.Answered>> partly = new HashMap<>();

  /** Reads these stores. */
  Voices(
      ApprovalStore approvals,
      RequestStore requests,
      Pipelines pipelines,
      Targets targets,
      Function<TargetId, List<Promotion>> promotions) {
    this.approvals = approvals;
    this.requests = requests;
    this.pipelines = pipelines;
    this.targets = targets;
    this.promotions = promotions;
  }

  @Override
  public List<ApprovalRecord> approvals(TargetId target) throws Stopped {
    List<ApprovalRecord> records = new ArrayList<>();
    for (ApprovalStore.Stored approval : approvals.list()) {
      approval.about(target, promotions.apply(target)).ifPresent(records::add);
    }
    records.sort(Comparator.comparing(ApprovalRecord::at));
    return List.copyOf(records);
  }

  @Override
  public List<Request> requests(TargetId target) throws Stopped {
    return open().stream()
        .filter(one -> !one.scope().application().isEmpty() && one.scope().covers(target))
        .map(one -> of(one, target.repository(), target.environment()))
        .toList();
  }

  @Override
  public List<Request> requests(String repository, String environment) throws Stopped {
    TargetId anything = new TargetId(repository, "", environment);
    return open().stream()
        .filter(one -> one.scope().application().isEmpty() && one.scope().covers(anything))
        .map(one -> of(one, repository, environment))
        .toList();
  }

  @Override
  public void answer(String request, Decision.Answered answered) throws Stopped {
    int place = request.indexOf(PLACE);
    if (place < 0) {
      requests.answer(request, answered);
      return;
    }
    String id = request.substring(0, place);
    Optional<Decision.Answered> whole = together(id, request.substring(place + 1), answered);
    if (whole.isPresent()) {
      requests.answer(id, whole.get());
    }
  }

  private List<RequestStore.Stored> open() throws Stopped {
    return requests.list().stream()
        .filter(one -> one.answer().isEmpty())
        .sorted(Comparator.comparing(one -> one.request().at()))
        .toList();
  }

  /** A request about one place keeps its id; of several, each place has one of its own. */
  private Request of(RequestStore.Stored stored, String repository, String environment) {
    Request request = stored.request();
    return places(stored.scope()).size() < 2
        ? request
        : new Request(
            request.id() + PLACE + repository + "/" + environment,
            request.action(),
            request.by(),
            request.at(),
            request.reason(),
            request.commit(),
            request.release(),
            request.level(),
            request.until(),
            request.overrides());
  }

  /** What people asked for and nobody will ever answer, because nothing is promoted there. */
  List<RequestStore.Stored> forNobody() throws Stopped {
    return open().stream().filter(one -> places(one.scope()).isEmpty()).toList();
  }

  private Set<String> places(Scope scope) {
    return scope.application().isEmpty() ? environments(scope) : applications(scope);
  }

  private Set<String> applications(Scope scope) {
    return targets.all().stream()
        .filter(target -> target.driver() == Target.Driver.LEDGER)
        .map(Target::id)
        .filter(scope::covers)
        .map(id -> id.repository() + "/" + id.environment())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> environments(Scope scope) {
    Set<String> places = new TreeSet<>();
    for (String repository : pipelines.repositories()) {
      for (Environment environment : pipelines.promoted(repository)) {
        if (scope.covers(new TargetId(repository, "", environment.name()))) {
          places.add(repository + "/" + environment.name());
        }
      }
    }
    return places;
  }

  private synchronized Optional<Decision.Answered> together(
      String id, String place, Decision.Answered answered) throws Stopped {
    Map<String, Decision.Answered> answers = partly.computeIfAbsent(id, one -> new HashMap<>());
    answers.put(place, answered);
    Set<String> all =
        requests.list().stream()
            .filter(one -> one.request().id().equals(id))
            .findFirst()
            .map(one -> places(one.scope()))
            .orElse(Set.of());
    if (!answers.keySet().containsAll(all)) {
      return Optional.empty();
    }
    partly.remove(id);
    boolean done = answers.values().stream().anyMatch(one -> one.result() == Decision.Result.DONE);
    return Optional.of(
        new Decision.Answered(
            done ? Decision.Result.DONE : Decision.Result.REFUSED,
            answers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + ": " + one.getValue().message())
                .collect(Collectors.joining("; "))));
  }
}
