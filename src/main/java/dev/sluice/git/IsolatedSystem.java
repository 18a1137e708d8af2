package dev.sluice.git;

import java.io.IOException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit may know of the machine: nothing of its users. No user or system configuration is read
 * or written, no environment variable is passed on, so no {@code GIT_SSH}, proxy or {@code
 * url.insteadOf} of an account changes what the daemon does.
 */
final class IsolatedSystem extends SystemReader.Delegate {

  private static final class Holder {
    static final IsolatedSystem INSTANCE = new IsolatedSystem(SystemReader.getInstance());
  }

  private IsolatedSystem(SystemReader system) {
    super(system);
  }

  /** Makes JGit of this process use it; harmless when repeated. */
  static void install() {
    if (SystemReader.getInstance() != Holder.INSTANCE) {
      SystemReader.setInstance(Holder.INSTANCE);
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new FileSystemClock(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** A configuration that is empty, stays empty and is never written. */
  private static class Nothing extends FileBasedConfig {

    Nothing(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() throws IOException, ConfigInvalidException {}

    @Override
    public void save() throws IOException {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }

  /**
   * Tells JGit how exact the clock of a file system is, instead of letting it find out: it would
   * write probe files into the cache for seconds. The values are those of a coarse local one.
   */
  private static final class FileSystemClock extends Nothing {

    FileSystemClock(Config parent, FS fs) {
      super(parent, fs);
    }

    @Override
    public @Nullable String getString(String section, String subsection, String name) {
      if (!section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
        return super.getString(section, subsection, name);
      }
      return switch (name) {
        case ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION -> "10 milliseconds";
        case ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD -> "20 milliseconds";
        default -> null;
      };
    }
  }
}
