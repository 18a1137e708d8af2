package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerBranches;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Names of branches with wildcards, as rulesets of Git hosts write them: {@code *} stands for any
 * characters but a slash, {@code **} for any. Only branches of the repository itself can match: no
 * tag, no ref that a host makes of a pull request, and no ledger.
 */
public record BranchPattern(String glob) {

  /**
   * Reads a pattern.
   *
   * @throws Stopped when it is no name of a branch, or would have a poll ask for every branch
   */
  public static BranchPattern of(String glob) throws Stopped {
    boolean valid = Repository.isValidRefName(Constants.R_HEADS + glob.replace('*', 'x'));
    if (!valid || glob.startsWith(Constants.R_REFS) || glob.startsWith("*")) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "the branch pattern \"%s\" is not allowed".formatted(EntryNames.printable(glob)),
              "Name branches by how they begin, such as hotfix/*"));
    }
    return new BranchPattern(glob);
  }

  /** How the full names of all matching refs begin: what the host is asked for. */
  String prefix() {
    int star = glob.indexOf('*');
    return Constants.R_HEADS + (star < 0 ? glob : glob.substring(0, star));
  }

  /** Whether this is the full name of a matching branch. */
  boolean matches(String ref) {
    if (!ref.startsWith(Constants.R_HEADS)) {
      return false;
    }
    String branch = ref.substring(Constants.R_HEADS.length());
    return !LedgerBranches.isLedger(branch) && regex().matcher(branch).matches();
  }

  private Pattern regex() {
    StringBuilder regex = new StringBuilder();
    for (String part : glob.splitWithDelimiters("\\*+", 0)) {
      if (part.startsWith("*")) {
        regex.append(part.length() == 1 ? "[^/]+" : ".+");
      } else {
        regex.append(Pattern.quote(part));
      }
    }
    return Pattern.compile(regex.toString());
  }

  @Override
  public String toString() {
    return glob;
  }
}
