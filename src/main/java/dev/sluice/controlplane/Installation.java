package dev.sluice.controlplane;

import java.io.IOException;
import java.util.Map;

/**
 * One control plane on this machine: where its files are, where it listens, who may come in.
 *
 * @param files all files, in one folder
 * @param ports where the parts listen
 * @param tokens the bearer token of every user
 * @param commands how each part is called
 */
record Installation(
    InstallationFiles files, Ports ports, Map<User, String> tokens, CommandLines commands) {

  String url() {
    return "https://127.0.0.1:" + ports.apiServer();
  }

  /** Speaks to the API server as its administrator. */
  ApiServer connect() throws IOException {
    return new ApiServer(url(), adminToken(), files.authority());
  }

  private String adminToken() {
    String token = tokens.get(User.ADMIN);
    if (token == null) {
      throw new IllegalStateException("Every control plane has an administrator");
    }
    return token;
  }

  /** Starts the process of a part, without waiting for it to be ready. */
  void run(Supervisor supervisor, Part part) throws IOException {
    // KWOK and the Go runtime look into the home folder; theirs is not the person's.
    var environment = Map.of("HOME", files.folder().toString());
    supervisor.start(part.id(), commands.of(part), environment);
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "Installation[" + url() + ", " + files.folder() + "]";
  }
}
