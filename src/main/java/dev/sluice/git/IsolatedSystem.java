package dev.sluice.git;

import java.io.IOException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
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
      // Otherwise the first repository waits seconds for a measurement of the file system's clock.
      FS.FileStoreAttributes.setBackground(true);
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
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
  private static final class Nothing extends FileBasedConfig {

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
}
