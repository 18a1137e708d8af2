package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The members of a unit before anything is decided, with what they have in common. */
final class Members {

  private final List<Facts> facts;
  private final UnitMachine.Renders renders;
  private final Map<TargetId, Work> begun = new HashMap<>();

  Members(List<Facts> members, UnitMachine.Renders renders) {
    this.renders = renders;
    members.forEach(one -> begun.put(one.target(), new Work(one)));
    List<Facts> offered = new ArrayList<>();
    members.forEach(one -> offered.add(withSecondChance(one, members)));
    this.facts = List.copyOf(offered);
  }

  List<Facts> all() {
    return facts;
  }

  /** A member as it stands, with nothing decided. */
  Work begun(TargetId target) {
    return Objects.requireNonNull(begun.get(target));
  }

  /** Whether a commit renders to this for a member. */
  boolean rendersTo(TargetId member, String commit, String digest) {
    return renders.digest(member, commit).filter(digest::equals).isPresent();
  }

  Optional<String> digest(TargetId member, String commit) {
    return renders.digest(member, commit);
  }

  /** What a companion's sticky candidate needs of a member is kept too. */
  Set<String> kept(TargetId member) {
    Set<String> kept = new HashSet<>();
    for (Facts other : facts) {
      Work work = begun(other.target());
      if (!other.target().equals(member)
          && other.policy().supersede() == PromotionPolicy.Supersede.STICKY) {
        work.open().stream()
            .filter(one -> one.state() == State.GATING && Sticky.keeps(work, one))
            .forEach(one -> renders.digest(member, one.commit()).ifPresent(kept::add));
      }
    }
    return kept;
  }

  /**
   * What failed only because a companion did is offered again with the next revision, although it
   * renders to what runs: it was never verified.
   */
  private Facts withSecondChance(Facts member, List<Facts> members) {
    Work work = begun(member.target());
    if (Units.companion(work).isEmpty() || !(member.offer() instanceof Offer.Nothing)) {
      return member;
    }
    Entry current = work.standing().current().orElseThrow();
    for (Facts other : members) {
      if (other.offer() instanceof Offer.Of(Candidate candidate)
          && !candidate.commit().equals(current.commit())
          && rendersTo(member.target(), candidate.commit(), current.digest())) {
        Candidate again =
            new Candidate(
                candidate.commit(),
                current.digest(),
                current.details().getOrDefault(Entry.ENGINE, ""),
                candidate.seen(),
                candidate.upstreamRelease());
        return member.with(new Offer.Of(again), member.requests());
      }
    }
    return member;
  }
}
