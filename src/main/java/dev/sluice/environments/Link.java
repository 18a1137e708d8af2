package dev.sluice.environments;

import dev.sluice.environments.Drafts.Draft;
import dev.sluice.model.Environment;
import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.OwnPolicy;
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
    links.addAll(of(draft.environment().promotion().gates(), "spec.gates"));
    draft
        .environment()
        .own()
        .forEach((application, own) ->
            links.addAll(
                of(
                    onTop(draft.environment(), own),
                    Values.key("spec.applications", application) + ".gates")));
    return List.copyOf(links);
  }

  private static List<Gate> onTop(Environment environment, OwnPolicy own) {
    return own.policy().gates().stream().skip(environment.promotion().gates().size()).toList();
  }

  private static List<Link> of(List<Gate> gates, String field) {
    List<Link> links = new ArrayList<>();
    for (Gate gate : gates) {
      if (gate instanceof Gate.DependsOn dependsOn) {
        dependsOn.environments().forEach(name -> links.add(new Link(name, gate.origin(), field)));
      }
    }
    return links;
  }
}
