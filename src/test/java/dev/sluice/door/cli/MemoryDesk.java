package dev.sluice.door.cli;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.ledger.Waiting;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Promotions, approvals and requests in memory; the caller is jane. */
final class MemoryDesk {

  final List<Promotion> promotions = new ArrayList<>();
  final List<ApprovalStore.Stored> approvals = new ArrayList<>();
  final List<RequestStore.Stored> requests = new ArrayList<>();
  final List<Waiting> waiting = new ArrayList<>();
  private boolean refusing;

  /** As an admission policy would. */
  void refuseAll() {
    refusing = true;
  }

  /** The daemon answers the last request. */
  void answer(Decision.Result result, String message) {
    RequestStore.Stored last = requests.removeLast();
    requests.add(
        new RequestStore.Stored(
            last.name(),
            last.scope(),
            last.request(),
            Optional.of(
                new RequestStore.Answer(
                    new Decision.Answered(result, message), "2026-03-01T10:00:01Z"))));
  }

  /** The one request there is. */
  RequestStore.Stored request() {
    return requests.getLast();
  }

  Ports.PromotionDesk over(TargetStore targets) {
    return new Ports.PromotionDesk() {
      @Override
      public String whoAmI() {
        return "jane";
      }

      @Override
      public TargetStore targets() {
        return targets;
      }

      @Override
      public PromotionStore promotions() {
        return new Promotions();
      }

      @Override
      public ApprovalStore approvals() {
        return new Approvals();
      }

      @Override
      public RequestStore requests() {
        return new Requests();
      }

      @Override
      public List<Waiting> waiting(String environment) {
        return List.copyOf(waiting);
      }
    };
  }

  private void admit() throws Stopped {
    if (refusing) {
      throw new Stopped(Failure.of(Reason.FORBIDDEN, "jane may not", "Ask for the right"));
    }
  }

  private static UnsupportedOperationException daemonOnly() {
    return new UnsupportedOperationException("only the daemon does that");
  }

  private final class Promotions implements PromotionStore {

    @Override
    public List<Promotion> list() {
      return List.copyOf(promotions);
    }

    @Override
    public List<Promotion> of(TargetId target) {
      throw daemonOnly();
    }

    @Override
    public Promotion save(Promotion promotion) {
      throw daemonOnly();
    }

    @Override
    public void watch(Listener listener) {
      throw daemonOnly();
    }
  }

  private final class Approvals implements ApprovalStore {

    @Override
    public List<Stored> list() {
      return List.copyOf(approvals);
    }

    @Override
    public Stored create(Stored approval) throws Stopped {
      admit();
      Stored named =
          new Stored("approve-1", approval.scope(), approval.commit(), approval.record());
      approvals.add(named);
      return named;
    }

    @Override
    public void tell(String name, String message) {
      throw daemonOnly();
    }

    @Override
    public void delete(String name) {
      throw daemonOnly();
    }

    @Override
    public void watch(Listener listener) {
      throw daemonOnly();
    }
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
    public Stored create(Scope scope, Request request) throws Stopped {
      admit();
      Stored stored = new Stored(request.id(), scope, request, Optional.empty());
      requests.add(stored);
      return stored;
    }

    @Override
    public void answer(String id, Decision.Answered answered) {
      throw daemonOnly();
    }

    @Override
    public void delete(String name) {
      throw daemonOnly();
    }

    @Override
    public void watch(Listener listener) {
      throw daemonOnly();
    }
  }
}
