package dev.sluice.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** The person who pushes to a config repository: a checkout that commits files and pushes them. */
public final class GitClient implements AutoCloseable {
  private static final PersonIdent AUTHOR =
      new PersonIdent("Test", "test@example.invalid", Instant.EPOCH, ZoneOffset.UTC);

  private final Git git;
  private final CredentialsProvider credentials;

  private GitClient(Git git, String token) {
    this.git = git;
    this.credentials = new UsernamePasswordCredentialsProvider("git", token);
  }

  /**
   * Makes an empty checkout on branch {@code main} that pushes to a URL.
   *
   * @param folder new or empty
   * @param token the password; any text where the host asks for none
   */
  public static GitClient at(Path folder, String url, String token)
      throws GitAPIException, URISyntaxException {
    Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    git.remoteAdd().setName("origin").setUri(new URIish(url)).call();
    return new GitClient(git, token);
  }

  /** Writes files, commits everything and pushes; returns the commit's full id. */
  public String push(Map<String, String> files) throws GitAPIException, IOException {
    String commit = commit(files);
    push("HEAD:refs/heads/" + git.getRepository().getBranch());
    return commit;
  }

  /** Writes files by path and commits everything; returns the commit's full id. */
  public String commit(Map<String, String> files) throws GitAPIException, IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    return git.commit()
        .setMessage("Change " + String.join(", ", files.keySet()))
        .setAuthor(AUTHOR)
        .setCommitter(AUTHOR)
        .setAllowEmpty(true)
        .setSign(false)
        .call()
        .getName();
  }

  /** Pushes a refspec, such as {@code +HEAD:refs/heads/main} or {@code :refs/heads/gone}. */
  public void push(String refspec) throws GitAPIException {
    for (var result :
        git.push().setCredentialsProvider(credentials).setRefSpecs(new RefSpec(refspec)).call()) {
      for (var update : result.getRemoteUpdates()) {
        switch (update.getStatus()) {
          case OK, UP_TO_DATE -> {}
          default -> throw new AssertionError("Push of " + refspec + ": " + update);
        }
      }
    }
  }

  /** The checkout, for what this class has no method for. */
  public Git git() {
    return git;
  }

  /** Where the files are. */
  public Path folder() {
    return git.getRepository().getWorkTree().toPath();
  }

  @Override
  public void close() {
    git.close();
  }
}
