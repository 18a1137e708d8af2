package dev.sluice.promote.ledger;

import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A ledger for whoever only reads it and has no key of the daemon: the chain of its lines is
 * checked, its signatures are not. A file is read when it is asked for, so one that was edited by
 * hand does not hide the others.
 */
public final class LedgerBook {

  private final SourceTree tree;
  private final List<String> applications;
  private final boolean ofEnvironment;

  private LedgerBook(SourceTree tree, List<String> applications, boolean ofEnvironment) {
    this.tree = tree;
    this.applications = applications;
    this.ofEnvironment = ofEnvironment;
  }

  /** The ledger in the files of a commit of its branch. */
  public static LedgerBook open(SourceTree tree) throws Stopped {
    List<String> found =
        tree.list("").stream()
            .filter(file -> file.type() == SourceTree.Type.FILE)
            .map(SourceTree.Entry::path)
            .filter(LedgerFile::isLedger)
            .map(LedgerFile::application)
            .sorted()
            .toList();
    return new LedgerBook(
        tree, found.stream().filter(name -> !name.isEmpty()).toList(), found.contains(""));
  }

  /** The applications that have a history, sorted. */
  public List<String> applications() {
    return applications;
  }

  /**
   * The entries of an application, newest first; those of the whole environment for the empty name;
   * none for an application that has no history.
   *
   * @throws Stopped when it was edited by hand, or written by a newer version
   */
  public List<Entry> history(String application) throws Stopped {
    return read(application, application.isEmpty() ? Set.of() : accepted());
  }

  /**
   * The entries of all applications and those of the whole environment.
   *
   * @throws Stopped as above
   */
  public List<Entry> all() throws Stopped {
    List<Entry> all = new ArrayList<>(read("", Set.of()));
    Set<String> accepted = SignedLedger.accepted(all);
    for (String application : applications) {
      all.addAll(read(application, accepted));
    }
    return all;
  }

  private Set<String> accepted() throws Stopped {
    return ofEnvironment ? SignedLedger.accepted(read("", Set.of())) : new HashSet<>();
  }

  private List<Entry> read(String application, Set<String> accepted) throws Stopped {
    String file = LedgerFile.name(application);
    Optional<SourceTree.Entry> found = tree.find(file);
    if (found.isEmpty()) {
      return List.of();
    }
    String text = new String(tree.read(found.get()), StandardCharsets.UTF_8);
    return LedgerFile.read(file, text, Trust.BLIND, accepted);
  }
}
