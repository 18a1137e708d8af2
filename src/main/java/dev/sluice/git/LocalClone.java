package dev.sluice.git;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** The commits of somebody's own clone, read and never written. Its working files do not matter. */
public final class LocalClone implements ObjectStore.Backing, AutoCloseable {

  private final Path directory;
  private final Repository repository;
  private final ObjectStore objects;

  private LocalClone(Path directory, Repository repository, GitLimits limits) {
    this.directory = directory;
    this.repository = repository;
    this.objects = new ObjectStore(this, limits);
  }

  /**
   * Opens a clone or a worktree.
   *
   * @param directory its root, which holds {@code .git}
   * @throws Stopped when it is no Git repository
   */
  public static LocalClone open(Path directory, GitLimits limits) throws Stopped {
    IsolatedSystem.install();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setWorkTree(directory.toFile());
    try {
      builder.setMustExist(true);
      return new LocalClone(directory, builder.build(), limits);
    } catch (IOException e) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              directory + " is not the root of a Git clone",
              "Run the command inside a clone of the config repository, or name its root with"
                  + " --repository-root"),
          e);
    }
  }

  /**
   * The commit that a name leads to: a branch, a tag, a commit id, {@code HEAD~2}.
   *
   * @throws Stopped when it leads to none
   */
  public Revision resolve(String name) throws Stopped {
    try (RevWalk walk = new RevWalk(repository)) {
      @Nullable ObjectId id = repository.resolve(name + "^{commit}");
      if (id != null) {
        return new Revision("", walk.parseCommit(id).name());
      }
    } catch (IOException | RuntimeException e) {
      throw new Stopped(unknown(name), e);
    }
    throw new Stopped(unknown(name));
  }

  /**
   * The commit of a branch as the last fetch brought it: the one of {@code origin}, else that of
   * another remote, else the clone's own branch.
   */
  public Optional<Revision> branch(String name) throws Stopped {
    List<String> refs = new ArrayList<>();
    refs.add(Constants.R_REMOTES + Constants.DEFAULT_REMOTE_NAME + "/" + name);
    repository.getRemoteNames().stream()
        .sorted()
        .forEach(remote -> refs.add(Constants.R_REMOTES + remote + "/" + name));
    refs.add(Constants.R_HEADS + name);
    try {
      for (String ref : refs) {
        @Nullable Ref found = repository.exactRef(ref);
        if (found != null && found.getObjectId() != null) {
          return Optional.of(new Revision("", found.getObjectId().name()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** The files of a commit. */
  public Source source(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(repository)) {
      return new Source(revision, new GitTree(objects, commit(walk, revision).getTree().copy()));
    }
  }

  /** Author, time and subject of a commit. */
  public CommitInfo describe(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(repository)) {
      return Commits.describe(revision, commit(walk, revision));
    }
  }

  /** The parents of a commit, the one it was merged into first; none for the oldest one known. */
  public List<Revision> parents(Revision revision) throws Stopped {
    try (RevWalk walk = new RevWalk(repository)) {
      return Commits.parents(revision, commit(walk, revision));
    }
  }

  @Override
  public Repository repository() {
    return repository;
  }

  @Override
  public void refuseBroken() {}

  @Override
  public Stopped broken(Exception cause) {
    return new Stopped(
        Failure.of(
            Reason.REPOSITORY_CORRUPT,
            directory + " lacks an object, or has a damaged one: " + cause.getMessage(),
            "Let 'git fsck' look at it; a shallow or partial clone may just lack it: fetch it"),
        cause);
  }

  @Override
  public void close() {
    repository.close();
  }

  private RevCommit commit(RevWalk walk, Revision revision) throws Stopped {
    try {
      return walk.parseCommit(ObjectId.fromString(revision.commit()));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      throw new Stopped(unknown(revision.commit()), e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private Failure unknown(String name) {
    return Failure.of(
        Reason.NOT_FOUND,
        EntryNames.printable(name) + " leads to no commit in " + directory,
        "Check the name, or fetch it first");
  }
}
