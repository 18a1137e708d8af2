package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Revision;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

class CommitAuthorsTest {

  private final InMemoryRepository repository =
      new InMemoryRepository(new DfsRepositoryDescription("config"));

  @Test
  void everybodyWhoWroteWhatIsAddedCounts() throws IOException {
    ObjectId base = commit("Old", "old@example.com", "Begin");
    ObjectId side = commit("Bob Jones", "77+bobby@users.noreply.github.com", "Fix", base);
    ObjectId main = commit("Alice Smith", "A.Smith@example.com", "Raise", base);
    ObjectId merge =
        commit(
            "Carol",
            "carol@example.com",
            "Merge\n\nCo-authored-by: Dora D. <dora@example.com>\n",
            main,
            side);
    assertThat(authors(base, merge))
        .contains(
            "alice smith",
            "a.smith@example.com",
            "a.smith",
            "bob jones",
            "bobby",
            "carol",
            "dora d.",
            "dora@example.com",
            "dora")
        .doesNotContain("old", "old@example.com");
  }

  @Test
  void withoutAReleaseTheCommitSpeaksForItself() throws IOException {
    ObjectId base = commit("Old", "old@example.com", "Begin");
    ObjectId next = commit("Alice", "alice@example.com", "Raise", base);
    assertThat(names(new Revision("config", ""), next)).contains("alice").doesNotContain("old");
    assertThat(names(new Revision("config", "1".repeat(40)), next))
        .as("what ran was rewritten away")
        .contains("alice");
    assertThat(authors(next, base)).as("going back").contains("old").doesNotContain("alice");
  }

  private Set<String> authors(ObjectId base, ObjectId revision) throws IOException {
    return names(new Revision("config", base.name()), revision);
  }

  private Set<String> names(Revision base, ObjectId revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return CommitAuthors.between(walk, base, walk.parseCommit(revision));
    }
  }

  private ObjectId commit(String name, String mail, String message, ObjectId... parents)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(new TreeFormatter()));
      commit.setAuthor(new PersonIdent(name, mail));
      commit.setCommitter(new PersonIdent("Web", "noreply@example.com"));
      commit.setMessage(message);
      commit.setParentIds(parents);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }
}
