package dev.sluice.loop.promotion;

import dev.sluice.loop.Composition;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.probe.Authorship;
import dev.sluice.probe.Teams;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.GateContext;
import dev.sluice.promote.gate.Rendered;
import dev.sluice.promote.machine.Promotion;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What gates decide from that is read from Git.
 *
 * @param touched which files a candidate changes
 * @param offers renders
 * @param authorship whose work commits are
 * @param teams who belongs together
 */
record GateReading(TouchedFiles touched, Offers offers, Authorship authorship, Teams teams) {

  /** Whose word counts. */
  Evidence voters(Gate.Approval gate, GateContext context) throws Stopped {
    Promotion promotion = context.promotion();
    String repository = promotion.target().repository();
    Revision policy = new Revision(repository, promotion.policy());
    Set<String> authors =
        gate.ownCommit() == Gate.OwnCommit.ALLOWED ? Set.of() : authors(context, policy);
    Set<String> members = gate.team().isEmpty() ? Set.of() : teams.members(policy, gate.team());
    return new Evidence.Voters(authors, members, touched(gate, context));
  }

  private SortedSet<String> touched(Gate.Approval gate, GateContext context) throws Stopped {
    Promotion promotion = context.promotion();
    String repository = promotion.target().repository();
    return touched.of(
        gate.paths(),
        promotion.target(),
        context.standing().current().map(entry -> new Revision(repository, entry.commit())),
        new Revision(repository, promotion.commit()));
  }

  private Set<String> authors(GateContext context, Revision policy) throws Stopped {
    Set<String> inGit =
        authorship.authors(
            new Revision(
                policy.repository(), context.standing().current().map(Entry::commit).orElse("")),
            new Revision(policy.repository(), context.promotion().commit()));
    Set<String> all = new TreeSet<>(inGit);
    all.addAll(teams.userNames(policy, inGit));
    return all;
  }

  /** What the candidate renders to, hooks included. */
  Evidence rendering(Promotion promotion, Target target) throws Stopped {
    Composition composition = offers.compose(target, promotion.commit());
    return new Evidence.Rendering(
        Rendered.of(composition.everything()), composition.settings().required());
  }
}
