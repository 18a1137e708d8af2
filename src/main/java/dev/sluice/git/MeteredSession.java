package dev.sluice.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.sshd.SshdSession;

/** An SSH session whose answers count against the budget of the poll. */
final class MeteredSession implements RemoteSession2 {

  private final SshdSession session;
  private final FetchBudget budget;

  MeteredSession(SshdSession session, FetchBudget budget) {
    this.session = session;
    this.budget = budget;
  }

  @Override
  public Process exec(String command, int timeout) throws IOException {
    return new Metered(session.exec(command, timeout), budget);
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int timeout)
      throws IOException {
    return new Metered(session.exec(command, environment, timeout), budget);
  }

  @Override
  public void disconnect() {
    session.disconnect();
  }

  /** JGit models the remote command as a process; no process is started on this machine. */
  private static final class Metered extends Process {

    private final Process remote;
    private final InputStream answers;

    Metered(Process remote, FetchBudget budget) {
      this.remote = remote;
      this.answers = budget.meter(remote.getInputStream());
    }

    @Override
    public InputStream getInputStream() {
      return answers;
    }

    @Override
    public InputStream getErrorStream() {
      return remote.getErrorStream();
    }

    @Override
    public OutputStream getOutputStream() {
      return remote.getOutputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return remote.waitFor();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
      return remote.waitFor(timeout, unit);
    }

    @Override
    public int exitValue() {
      return remote.exitValue();
    }

    @Override
    public void destroy() {
      remote.destroy();
    }
  }
}
