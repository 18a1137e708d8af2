package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a tree, laid out for one run of a command in a private folder, and removed after it. */
final class WorkingCopy implements AutoCloseable {

  private final Path root;
  private final SourceTree tree;
  private final RenderLimits limits;
  private final List<String> files = new ArrayList<>();
  private long bytes;

  WorkingCopy(SourceTree tree, RenderLimits limits) throws IOException {
    this.tree = tree;
    this.limits = limits;
    this.root =
        Files.createTempDirectory(
                "sluice-render",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            .toRealPath();
  }

  /** The folder that stands for the root of the tree. */
  Path root() {
    return root;
  }

  /** The paths of all files laid out. */
  List<String> files() {
    return files;
  }

  /**
   * Lays a directory out, with all that is below.
   *
   * @throws Stopped for a link or submodule in it, or when a limit is passed
   */
  void add(String directory) throws Stopped, IOException {
    Files.createDirectories(place(directory));
    for (Entry entry : tree.list(directory)) {
      switch (entry.type()) {
        case DIRECTORY -> add(entry.path());
        case FILE -> copy(entry);
        case SYMLINK ->
            throw refused(entry, Reason.UNSAFE_PATH, "a symbolic link", "Put the file itself here");
        case SUBMODULE ->
            throw refused(
                entry, Reason.SUBMODULE_REFUSED, "a Git submodule", "Copy its files to this place");
      }
    }
  }

  /** Writes a file that is not in the tree. */
  void make(String path, String content) throws IOException {
    Files.writeString(place(path), content);
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(root, new Removal());
  }

  private void copy(Entry entry) throws Stopped, IOException {
    Path file = place(entry.path());
    if (Files.exists(file)) {
      return; // it lies in two of the directories
    }
    byte[] content = tree.read(entry);
    bytes += content.length;
    files.add(entry.path());
    if (bytes > limits.inputBytes() || files.size() > limits.files()) {
      throw new Stopped(
          Failure.at(
              Reason.RENDER_LIMIT_EXCEEDED,
              Origin.file(entry.path()),
              "",
              "the directories of this render hold more than %,d files or %,d bytes"
                  .formatted(limits.files(), limits.inputBytes()),
              "Split the overlay, or raise sluice.render.max-files and max-input"));
    }
    Files.write(file, content);
  }

  private Path place(String path) throws IOException {
    Path place = root.resolve(path).normalize();
    if (!place.startsWith(root)) {
      throw new IOException("a path leads out of the working copy");
    }
    return place;
  }

  private static Stopped refused(Entry entry, Reason reason, String what, String remedy) {
    return new Stopped(
        Failure.at(
            reason,
            Origin.file(entry.path()),
            "",
            what + " is not followed by the kustomize command line",
            remedy));
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException trouble)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
