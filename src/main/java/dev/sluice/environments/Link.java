package dev.sluice.environments;

import dev.sluice.environments.Drafts.Draft;
import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import java.util.ArrayList;
import java.util.List;

/**
 * An environment waits for another one.
 *
 * @param to the one that is waited for
 * @param where where that is said
 * @param field the field that says it
 */
record Link(String to, Origin where, String field) {

  /** What an environment waits for: those it follows first. */
  static List<Link> of(Draft draft) {
    List<Link> links = new ArrayList<>();
    if (draft.environment().follows() instanceof Follows.Upstream upstream) {
      upstream
          .environments()
          .forEach(name -> links.add(new Link(name, draft.follows(), "spec.follows")));
    }
    for (Gate gate : draft.environment().promotion().gates()) {
      if (gate instanceof Gate.DependsOn dependsOn) {
        dependsOn
            .environments()
            .forEach(name -> links.add(new Link(name, gate.origin(), GateSection.PATH)));
      }
    }
    return List.copyOf(links);
  }
}
