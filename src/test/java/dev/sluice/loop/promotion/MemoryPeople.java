package dev.sluice.loop.promotion;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people wrote, in memory, as the daemon sees it. */
final class MemoryPeople {

  final List<ApprovalStore.Stored> approvals = new ArrayList<>();
  final List<RequestStore.Stored> requests = new ArrayList<>();
  final Map<String, String> told = new HashMap<>();

  ApprovalStore approvalStore() {
    return new Approvals();
  }

  RequestStore requestStore() {
    return new Requests();
  }

  /** What became of a request. */
  Optional<Decision.Answered> answer(String name) {
    return requests.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .flatMap(RequestStore.Stored::answer)
        .map(RequestStore.Answer::answered);
  }

  private final class Approvals implements ApprovalStore {

    @Override
    public List<Stored> list() {
      return List.copyOf(approvals);
    }

    @Override
    public Stored create(Stored approval) {
      throw new UnsupportedOperationException("the daemon approves nothing");
    }

    @Override
    public void tell(String name, String message) {
      told.put(name, message);
    }

    @Override
    public void delete(String name) {
      approvals.removeIf(one -> one.name().equals(name));
    }

    @Override
    public void watch(Listener listener) {}
  }

  private final class Requests implements RequestStore {

    @Override
    public List<Stored> list() {
      return List.copyOf(requests);
    }

    @Override
    public Optional<Stored> read(String name) {
      return requests.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public Stored create(Scope scope, Request request) {
      throw new UnsupportedOperationException("the daemon asks for nothing");
    }

    @Override
    public void answer(String id, Decision.Answered answered) {
      requests.replaceAll(one ->
          one.request().id().equals(id)
              ? new Stored(
                  one.name(),
                  one.scope(),
                  one.request(),
                  Optional.of(new Answer(answered, "2026-03-04T12:00:00Z")))
              : one);
    }

    @Override
    public void delete(String name) {
      requests.removeIf(one -> one.name().equals(name));
    }

    @Override
    public void watch(Listener listener) {}
  }
}
