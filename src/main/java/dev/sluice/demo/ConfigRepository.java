package dev.sluice.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Fills the demo's config repository with one commit on each of its branches. */
final class ConfigRepository {

  private static final String ENVIRONMENTS = "environments";
  private static final List<String> FOLDERS = List.of(ENVIRONMENTS, "overlays");

  private ConfigRepository() {}

  /**
   * Commits {@code environments/} and {@code overlays/} of a folder to a bare repository.
   *
   * @param bare the repository, as {@link GitHost#create} made it
   * @param home the folder that holds both
   * @param environment changes the text of an environment file
   */
  static void seed(
      Path bare, Path home, List<String> branches, UnaryOperator<String> environment, Instant when)
      throws IOException {
    try (Repository repository = new FileRepository(bare.toFile());
        ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId tree = tree(home, environment, inserter);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      PersonIdent author = new PersonIdent("Sluice demo", "demo@localhost", when, ZoneOffset.UTC);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("The worked example\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      for (String branch : branches) {
        RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
        update.setNewObjectId(id);
        update.update();
      }
    }
  }

  /** How many targets the commit declares: every overlay for an environment is one. */
  static long overlays(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("overlays"), 3)) {
      return files
          .filter(file -> file.endsWith("kustomization.yaml"))
          .filter(file -> isEnvironment(home, home.relativize(file).getName(2).toString()))
          .count();
    }
  }

  private static boolean isEnvironment(Path home, String name) {
    return Files.exists(home.resolve(ENVIRONMENTS).resolve(name + ".yaml"));
  }

  private static ObjectId tree(
      Path home, UnaryOperator<String> environment, ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(home.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String path = home.relativize(file).toString().replace('\\', '/');
          DirCacheEntry entry = new DirCacheEntry(path);
          entry.setFileMode(FileMode.REGULAR_FILE);
          byte[] content =
              folder.equals(ENVIRONMENTS)
                  ? environment.apply(Files.readString(file)).getBytes(StandardCharsets.UTF_8)
                  : Files.readAllBytes(file);
          entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content));
          builder.add(entry);
        }
      }
    }
    builder.finish();
    return index.writeTree(inserter);
  }
}
