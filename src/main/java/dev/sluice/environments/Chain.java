package dev.sluice.environments;

import dev.sluice.environments.Drafts.Draft;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Roles;
import dev.sluice.yaml.Similar;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds environments against each other: who follows whom, and where each way begins. One that
 * waits for something that never comes is refused.
 */
final class Chain {

  private final Drafts drafts;
  private final List<Failure> failures;
  private final Map<String, Draft> byName = new TreeMap<>();
  private final Map<String, List<Link>> links = new TreeMap<>();

  /** The branch that an environment's revisions come from; absent until it is known to be good. */
  private final Map<String, String> branches = new LinkedHashMap<>();

  private final Set<String> refused = new HashSet<>();

  private Chain(Drafts drafts, List<Failure> failures) {
    this.drafts = drafts;
    this.failures = failures;
    for (Draft draft : drafts.good()) {
      byName.put(draft.name(), draft);
      links.put(draft.name(), Link.of(draft));
    }
  }

  /**
   * The environments that can be reached, sorted by name, each with the branch its revisions come
   * from and with what drives it. What is wrong with the others is added to the failures.
   */
  static List<Environment> resolve(Drafts drafts, List<Failure> failures) {
    Chain chain = new Chain(drafts, failures);
    chain.refuseUnknown();
    chain.refuseCycles();
    boolean further = true;
    while (further) {
      further = false;
      for (Draft draft : chain.byName.values()) {
        further |= chain.settle(draft);
      }
    }
    return chain.byName.values().stream()
        .filter(draft -> chain.branches.containsKey(draft.name()))
        .map(chain::resolved)
        .toList();
  }

  private void refuseUnknown() {
    links.forEach((name, itsLinks) ->
        itsLinks.stream()
            .filter(link -> !byName.containsKey(link.to()))
            .forEach(link -> refuse(name, link, isNot(link.to()), remedyFor(name, link.to()))));
  }

  private String isNot(String name) {
    return Optional.ofNullable(drafts.broken().get(name))
        .map(where -> "%s cannot be taken from %s".formatted(name, where))
        .orElse("no environment is called " + name);
  }

  private String remedyFor(String asking, String name) {
    if (drafts.broken().containsKey(name)) {
      return "Mend that one; until then both stay as they were";
    }
    List<String> others = byName.keySet().stream().filter(one -> !one.equals(asking)).toList();
    return Similar.to(name, others)
        .map(near -> "Did you mean " + near + "?")
        .or(() ->
            Optional.ofNullable(drafts.broken().get(Drafts.NAMELESS))
                .map(where -> "Perhaps it stands in %s, which cannot be read".formatted(where)))
        .orElse("There are " + String.join(", ", others));
  }

  private void refuseCycles() {
    for (String name : byName.keySet()) {
      Optional<List<String>> way = Cycles.through(name, links);
      way.ifPresent(names ->
          refuse(
              name,
              linksOf(name).stream()
                  .filter(link -> link.to().equals(names.get(1)))
                  .findFirst()
                  .orElseThrow(),
              "waits for itself: " + names.stream().collect(Collectors.joining(" → ")),
              "Take one of these steps out: no revision could ever begin its way"));
    }
  }

  /** Decides about an environment whose upstreams are decided; whether anything became known. */
  private boolean settle(Draft draft) {
    String name = draft.name();
    if (refused.contains(name) || branches.containsKey(name)) {
      return false;
    }
    List<Link> itsLinks = linksOf(name);
    Optional<Link> bad = itsLinks.stream().filter(link -> refused.contains(link.to())).findFirst();
    if (bad.isPresent()) {
      Origin where = declared(bad.get().to());
      refuse(
          name,
          bad.get(),
          "%s is refused, see %s".formatted(bad.get().to(), where),
          "Mend that one; until then both stay as they were");
      return true;
    }
    if (!itsLinks.stream().allMatch(link -> branches.containsKey(link.to()))) {
      return false;
    }
    String branch =
        draft.environment().follows() instanceof Follows.Ref ref
            ? ref.name()
            : branchOf(itsLinks.getFirst().to());
    itsLinks.stream()
        .filter(link -> !branchOf(link.to()).equals(branch))
        .findFirst()
        .ifPresentOrElse(
            link ->
                refuse(
                    name,
                    link,
                    "revisions of %s begin at %s, others that come here at %s"
                        .formatted(link.to(), branchOf(link.to()), branch),
                    "Let them begin at the same branch: no revision of one is ever verified in the"
                        + " other"),
            () -> branches.put(name, branch));
    return true;
  }

  private List<Link> linksOf(String name) {
    return links.getOrDefault(name, List.of());
  }

  private String branchOf(String name) {
    return branches.getOrDefault(name, "");
  }

  private Origin declared(String name) {
    return Optional.ofNullable(byName.get(name))
        .map(draft -> draft.environment().origin())
        .orElse(Origin.UNKNOWN);
  }

  private void refuse(String name, Link link, String message, String remedy) {
    refused.add(name);
    failures.add(
        Failure.at(Reason.INVALID_ENVIRONMENT, link.where(), link.field(), message, remedy));
  }

  /** A release that others wait for must be on record, and so must one that passed gates. */
  private Environment resolved(Draft draft) {
    Environment environment = draft.environment();
    boolean awaited =
        links.values().stream()
            .flatMap(List::stream)
            .anyMatch(link -> link.to().equals(draft.name()));
    boolean promoted =
        environment.follows() instanceof Follows.Upstream
            || !environment.promotion().equals(PromotionPolicy.NONE)
            || !environment.own().isEmpty()
            || !environment.roles().equals(Roles.NONE);
    return awaited || promoted ? environment.promotedFrom(branchOf(draft.name())) : environment;
  }
}
