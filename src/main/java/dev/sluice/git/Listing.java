package dev.sluice.git;

import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One directory of a revision, checked.
 *
 * @param nodes what it holds by name, sorted by name
 */
record Listing(SequencedMap<String, Node> nodes) {

  /**
   * What stands under one name.
   *
   * @param type what it is
   * @param id its object
   */
  record Node(Type type, ObjectId id) {}

  /**
   * Reads a Git tree object.
   *
   * @param directory the path it stands at, for messages
   * @throws Stopped when it holds a name or a mode that is not safe
   */
  static Listing parse(String directory, byte[] tree) throws Stopped {
    Map<String, Node> unsorted = new LinkedHashMap<>();
    ByteBuffer bytes = ByteBuffer.wrap(tree);
    while (bytes.hasRemaining()) {
      String mode = new String(until(directory, bytes, (byte) ' '), StandardCharsets.US_ASCII);
      String name = name(directory, until(directory, bytes, (byte) 0));
      if (bytes.remaining() < Constants.OBJECT_ID_LENGTH) {
        throw EntryNames.unsafe(directory, "the directory is not a valid Git tree");
      }
      byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
      bytes.get(id);
      Type type = type(EntryNames.join(directory, name), mode);
      if (unsorted.put(name, new Node(type, ObjectId.fromRaw(id))) != null) {
        throw EntryNames.unsafe(EntryNames.join(directory, name), "the name stands there twice");
      }
    }
    EntryNames.check(directory, unsorted.keySet());
    SequencedMap<String, Node> sorted = new LinkedHashMap<>();
    unsorted.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return new Listing(sorted);
  }

  /** The submodules, symlinks and files of this directory alone. */
  long leaves() {
    return nodes.values().stream().filter(node -> node.type() != Type.DIRECTORY).count();
  }

  /** The directories right below. */
  List<Map.Entry<String, Node>> directories() {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getValue().type() == Type.DIRECTORY)
        .toList();
  }

  private static Type type(String path, String mode) throws Stopped {
    return switch (mode) {
      case "40000", "040000" -> Type.DIRECTORY;
      // 100664 was written by Git of 2005.
      case "100644", "100755", "100664" -> Type.FILE;
      case "120000" -> Type.SYMLINK;
      case "160000" -> Type.SUBMODULE;
      default -> throw EntryNames.unsafe(path, "its mode " + mode + " is not one of Git's");
    };
  }

  private static String name(String directory, byte[] raw) throws Stopped {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      String shown = new String(raw, StandardCharsets.ISO_8859_1);
      throw EntryNames.unsafe(EntryNames.join(directory, shown), "the name is not UTF-8");
    }
  }

  private static byte[] until(String directory, ByteBuffer bytes, byte end) throws Stopped {
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      if (bytes.get() == end) {
        byte[] part = new byte[bytes.position() - start - 1];
        bytes.get(start, part);
        return part;
      }
    }
    throw EntryNames.unsafe(directory, "the directory is not a valid Git tree");
  }
}
