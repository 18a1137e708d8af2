package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit, read from the object database. Nothing is checked out and nothing is
 * followed, so a path can only lead to what the commit holds.
 */
public final class GitTree implements SourceTree {

  private final ObjectStore objects;
  private final ObjectId root;

  GitTree(ObjectStore objects, ObjectId root) {
    this.objects = objects;
    this.root = root;
  }

  @Override
  public Optional<Entry> find(String path) throws Stopped {
    if (path.isEmpty()) {
      return Optional.of(new Entry("", Type.DIRECTORY, root.name()));
    }
    Listing.Node node = node(path);
    return node == null
        ? Optional.empty()
        : Optional.of(new Entry(path, node.type(), node.id().name()));
  }

  @Override
  public List<Entry> list(String path) throws Stopped {
    Listing.Node node = path.isEmpty() ? new Listing.Node(Type.DIRECTORY, root) : node(path);
    if (node == null || node.type() != Type.DIRECTORY) {
      throw SourceFiles.noDirectory(path);
    }
    return objects.tree(node.id(), path).nodes().entrySet().stream()
        .map(entry ->
            new Entry(
                EntryNames.join(path, entry.getKey()),
                entry.getValue().type(),
                entry.getValue().id().name()))
        .toList();
  }

  @Override
  public byte[] read(Entry entry) throws Stopped {
    return switch (entry.type()) {
      case FILE ->
          SourceFiles.refusePointer(
              entry.path(), objects.blob(ObjectId.fromString(entry.id()), entry.path()));
      case SYMLINK -> objects.blob(ObjectId.fromString(entry.id()), entry.path());
      case DIRECTORY -> throw SourceFiles.isDirectory(entry.path());
      case SUBMODULE ->
          throw new Stopped(
              Failure.of(
                  Reason.SUBMODULE_REFUSED,
                  EntryNames.printable(entry.path()) + " is a Git submodule",
                  "Submodules are not followed: copy the files into this repository"));
    };
  }

  private Listing.@Nullable Node node(String path) throws Stopped {
    Listing.@Nullable Node node = null;
    ObjectId directory = root;
    String walked = "";
    List<String> segments = EntryNames.segments(path);
    for (String segment : segments) {
      if (node != null && node.type() != Type.DIRECTORY) {
        return null;
      }
      node = objects.tree(directory, walked).nodes().get(segment);
      if (node == null) {
        return null;
      }
      directory = node.id();
      walked = EntryNames.join(walked, segment);
    }
    return node;
  }
}
