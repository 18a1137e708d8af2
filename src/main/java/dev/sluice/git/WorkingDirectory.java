package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/**
 * A local directory as a source, for {@code sluice render} and {@code sluice diff} of files that
 * are not committed. The same rules as in Git: links are data, nothing outside is readable, {@code
 * .git} is not there. Files and links have the id that Git would give them; the id of a directory
 * stands for the names and types in it, not for the content of its files.
 */
public final class WorkingDirectory implements SourceTree {

  private final Path root;
  private final long objectBytes;

  private WorkingDirectory(Path root, long objectBytes) {
    this.root = root;
    this.objectBytes = objectBytes;
  }

  /**
   * A directory.
   *
   * @param directory may itself be reached through links
   * @throws Stopped when there is none
   */
  public static WorkingDirectory of(Path directory, GitLimits limits) throws Stopped {
    if (!Files.isDirectory(directory)) {
      throw SourceFiles.noDirectory(directory.toString());
    }
    try {
      return new WorkingDirectory(directory.toRealPath(), limits.objectBytes());
    } catch (IOException e) {
      throw unreadable(directory.toString(), e);
    }
  }

  @Override
  public Optional<Entry> find(String path) throws Stopped {
    Path place = locate(path);
    return place == null ? Optional.empty() : entry(path, place);
  }

  @Override
  public List<Entry> list(String path) throws Stopped {
    Path place = locate(path);
    if (place == null || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw SourceFiles.noDirectory(path);
    }
    List<Entry> entries = new ArrayList<>();
    for (String name : names(path, place)) {
      entry(EntryNames.join(path, name), place.resolve(name)).ifPresent(entries::add);
    }
    return entries;
  }

  @Override
  public byte[] read(Entry entry) throws Stopped {
    Path place = locate(entry.path());
    if (place == null) {
      throw unreadable(entry.path(), new NoSuchFileException(entry.path()));
    }
    return switch (entry.type()) {
      case FILE -> SourceFiles.refusePointer(entry.path(), content(entry.path(), place));
      case SYMLINK -> destination(entry.path(), place);
      case DIRECTORY, SUBMODULE -> throw SourceFiles.isDirectory(entry.path());
    };
  }

  /** The place of a path, after making sure that no link leads to it. */
  private @Nullable Path locate(String path) {
    Path place = root;
    if (path.isEmpty()) {
      return place;
    }
    List<String> segments = EntryNames.segments(path);
    for (String segment : segments) {
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      place = place.resolve(segment);
    }
    boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    return segments.isEmpty() || !there ? null : place;
  }

  private Optional<Entry> entry(String path, Path place) throws Stopped {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // Removed between the listing and now: not there.
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (attributes.isSymbolicLink()) {
      return Optional.of(new Entry(path, Type.SYMLINK, blobId(destination(path, place))));
    }
    if (attributes.isDirectory()) {
      return Optional.of(new Entry(path, Type.DIRECTORY, listingId(path, place)));
    }
    if (attributes.isRegularFile()) {
      return Optional.of(new Entry(path, Type.FILE, blobId(content(path, place))));
    }
    throw EntryNames.unsafe(path, "it is neither a file nor a directory nor a link");
  }

  private String listingId(String path, Path place) throws Stopped {
    StringBuilder listing = new StringBuilder();
    for (String name : names(path, place)) {
      Path child = place.resolve(name);
      String type =
          Files.isSymbolicLink(child)
              ? "link"
              : Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) ? "directory" : "file";
      listing.append(type).append(' ').append(name).append('\0');
    }
    return blobId(listing.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> names(String path, Path place) throws Stopped {
    List<String> names;
    try (Stream<Path> children = Files.list(place)) {
      names =
          children
              .map(child -> child.getFileName().toString())
              .filter(name -> !name.equals(Constants.DOT_GIT))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    EntryNames.check(path, names);
    return names;
  }

  private byte[] content(String path, Path place) throws Stopped {
    try {
      long size = Files.size(place);
      if (size > objectBytes) {
        throw SourceFiles.tooLarge(path, size, objectBytes);
      }
      return Files.readAllBytes(place);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static byte[] destination(String path, Path place) throws Stopped {
    try {
      String target = Files.readSymbolicLink(place).toString();
      return target.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static String blobId(byte[] content) {
    ObjectId id = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content);
    return id.name();
  }

  private static Stopped unreadable(String path, IOException cause) {
    return new Stopped(
        Failure.at(
            Reason.PATH_GONE,
            new Origin(EntryNames.printable(path), 0),
            "",
            "it cannot be read: " + cause.getClass().getSimpleName(),
            "Check that it still exists and that you may read it"),
        cause);
  }
}
