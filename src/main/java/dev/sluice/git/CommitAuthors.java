package dev.sluice.git;

import dev.sluice.model.Revision;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The people behind the commits that a revision adds to another. */
final class CommitAuthors {

  /** Where a release comes from further away than this, the last commits stand for all. */
  private static final int MOST = 1000;

  private static final Pattern CO_AUTHOR =
      Pattern.compile(
          "^co-authored-by:\\s*(?<name>[^<\\n]*?)\\s*<(?<mail>[^>\\n]*)>\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private CommitAuthors() {}

  static Set<String> between(RevWalk walk, Revision base, RevCommit revision) throws IOException {
    Set<String> names = new TreeSet<>();
    walk.markStart(revision);
    boolean bounded = exclude(walk, base);
    int left = bounded ? MOST : 1;
    for (RevCommit commit = walk.next(); commit != null && left > 0; commit = walk.next()) {
      left--;
      add(commit, names);
    }
    add(revision, names); // of a revision that adds nothing it is still the author's word
    return names;
  }

  private static boolean exclude(RevWalk walk, Revision base) throws IOException {
    if (!LocalRefs.isCommit(base.commit())) {
      return false;
    }
    try {
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(base.commit())));
      return true;
    } catch (MissingObjectException e) {
      return false; // rewritten away since
    }
  }

  private static void add(RevCommit commit, Set<String> names) {
    PersonIdent author = commit.getAuthorIdent();
    if (author != null) {
      add(author.getName(), author.getEmailAddress(), names);
    }
    Matcher coAuthor = CO_AUTHOR.matcher(commit.getFullMessage());
    while (coAuthor.find()) {
      add(coAuthor.group("name"), coAuthor.group("mail"), names);
    }
  }

  private static void add(String name, String mail, Set<String> names) {
    int at = mail.indexOf('@');
    String local = at < 0 ? mail : mail.substring(0, at);
    // GitHub's private addresses are id+login@users.noreply.github.com.
    String login = local.substring(local.indexOf('+') + 1);
    for (String one : new String[] {name, mail, local, login}) {
      if (!one.isBlank()) {
        names.add(one.strip().toLowerCase(Locale.ROOT));
      }
    }
  }
}
