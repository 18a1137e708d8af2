package dev.sluice.promote.ledger;

import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger for whoever only reads it and has no key of the daemon: the chain of its lines is
 * checked, its signatures are not. A file is read when it is asked for, so one that was edited by
 * hand does not hide the others.
 */
public final class LedgerBook {

  private final SourceTree tree;
  private final String environment;
  private final List<String> applications;

  private LedgerBook(SourceTree tree, String environment, List<String> applications) {
    this.tree = tree;
    this.environment = environment;
    this.applications = applications;
  }

  /** The ledger of an environment in the files of a commit of its branch. */
  public static LedgerBook open(SourceTree tree, String environment) throws Stopped {
    List<String> found =
        tree.list("").stream()
            .filter(file -> file.type() == SourceTree.Type.FILE)
            .map(SourceTree.Entry::path)
            .filter(LedgerFile::isLedger)
            .map(LedgerFile::application)
            .filter(name -> !name.isEmpty())
            .sorted()
            .toList();
    return new LedgerBook(tree, environment, found);
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
    Doubts doubts = new Doubts.Refused();
    List<Entry> ofEnvironment = read("", doubts);
    return application.isEmpty() ? ofEnvironment : read(application, doubts);
  }

  /**
   * The entries of all applications and those of the whole environment.
   *
   * @throws Stopped as above
   */
  public List<Entry> all() throws Stopped {
    Doubts doubts = new Doubts.Refused();
    List<Entry> all = new ArrayList<>(read("", doubts));
    for (String application : applications) {
      all.addAll(read(application, doubts));
    }
    return all;
  }

  private List<Entry> read(String application, Doubts doubts) throws Stopped {
    String file = LedgerFile.name(application);
    Optional<SourceTree.Entry> found = tree.find(file);
    if (found.isEmpty()) {
      return List.of();
    }
    String text = new String(tree.read(found.get()), StandardCharsets.UTF_8);
    return new LedgerReading(file, environment, Trust.BLIND, doubts).readAll(text);
  }
}
