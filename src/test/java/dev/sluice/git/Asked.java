package dev.sluice.git;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitRequest;

/** What a host was asked from one look to the next. */
final class Asked {

  private final GitHost host;
  private Counts before = new Counts(0, 0, 0);

  Asked(GitHost host) {
    this.host = host;
  }

  /** Requests by kind. */
  record Counts(int advertisements, int lsRefs, int fetches) {}

  /** Since the last look. */
  Counts since() {
    Counts now =
        new Counts(
            host.count(GitRequest.ADVERTISEMENT),
            host.count(GitRequest.LS_REFS),
            host.count(GitRequest.FETCH));
    Counts last = before;
    before = now;
    return new Counts(
        now.advertisements() - last.advertisements(),
        now.lsRefs() - last.lsRefs(),
        now.fetches() - last.fetches());
  }
}
