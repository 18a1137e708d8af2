package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a text that Sluice did not write. */
interface Doubts {

  /**
   * Something was edited by hand.
   *
   * @param hash of the text in question with all that stands below it
   * @throws Stopped when nobody has taken it as it stands
   */
  void about(Failure failure, String hash) throws Stopped;

  /** Sluice recorded that a person takes texts as they stand. */
  void taken(Entry acknowledgement);

  /** Refuses what nobody has taken as it stands. */
  final class Refused implements Doubts {

    private final Set<String> accepted = new HashSet<>();

    @Override
    public void about(Failure failure, String hash) throws Stopped {
      if (!accepted.contains(hash)) {
        throw new Stopped(failure);
      }
    }

    @Override
    public void taken(Entry acknowledgement) {
      String texts = acknowledgement.details().getOrDefault(SignedLedger.TEXT, "");
      accepted.addAll(Arrays.asList(texts.split(" ")));
    }
  }

  /** Notes what there is to take. */
  final class Noted implements Doubts {

    private final List<String> hashes = new ArrayList<>();

    /** The hashes of all texts in question. */
    List<String> hashes() {
      return List.copyOf(hashes);
    }

    @Override
    public void about(Failure failure, String hash) {
      hashes.add(hash);
    }

    @Override
    public void taken(Entry acknowledgement) {}
  }
}
