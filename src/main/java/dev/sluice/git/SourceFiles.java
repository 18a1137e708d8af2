package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What holds for files of every kind of source. */
final class SourceFiles {

  /**
   * First line of a pointer file, from the <a
   * href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">Git LFS specification</a>; a
   * pointer has fewer than 1024 bytes.
   */
  private static final byte[] LFS_POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private static final int LFS_POINTER_BYTES = 1024;

  private SourceFiles() {}

  /** Hands content on unless it only points to content kept elsewhere. */
  static byte[] refusePointer(String path, byte[] content) throws Stopped {
    boolean pointer =
        content.length >= LFS_POINTER.length
            && content.length < LFS_POINTER_BYTES
            && Arrays.mismatch(content, LFS_POINTER) == LFS_POINTER.length;
    if (pointer) {
      throw new Stopped(
          Failure.of(
              Reason.LFS_REFUSED,
              EntryNames.printable(path) + " is a Git LFS pointer, not the file itself",
              "LFS is not followed: store the file in the repository (git lfs migrate export)"));
    }
    return content;
  }

  /** A file is larger than the limit of its source. */
  static Stopped tooLarge(String path, long size, long limit) {
    return new Stopped(
        Failure.of(
            Reason.GIT_LIMIT_EXCEEDED,
            EntryNames.printable(path) + " has " + size + " bytes; the limit is " + limit,
            "Make it smaller or remove it, or raise the object size limit"));
  }

  /** There is no directory at a path. */
  static Stopped noDirectory(String path) {
    return new Stopped(
        Failure.of(
            Reason.PATH_GONE,
            "there is no directory " + EntryNames.printable(path),
            "Check the path, or bring the directory back"));
  }

  /** A directory was read as a file. */
  static Stopped isDirectory(String path) {
    return new Stopped(
        Failure.of(
            Reason.INVALID_MANIFEST,
            EntryNames.printable(path) + " is a directory where a file is expected",
            "Name the file itself"));
  }
}
