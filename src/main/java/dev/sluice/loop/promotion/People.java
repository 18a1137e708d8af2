package dev.sluice.loop.promotion;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import java.util.List;

/** What people said and asked for; kept by somebody else, who tells when there is more. */
public interface People {

  /** What they said about a target's candidates, the oldest first. */
  List<ApprovalRecord> approvals(TargetId target) throws Stopped;

  /** What they asked for and was not answered, the oldest first. */
  List<Request> requests(TargetId target) throws Stopped;

  /**
   * The same for a whole environment.
   *
   * @param repository the config repository
   * @param environment its name
   */
  List<Request> requests(String repository, String environment) throws Stopped;

  /** Tells somebody what became of a request. */
  void answer(String request, Decision.Answered answered) throws Stopped;
}
