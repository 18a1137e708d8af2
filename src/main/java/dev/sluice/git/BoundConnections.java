package dev.sluice.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * Opens HTTP connections to one scheme, host and port, and adds its credentials there. JGit follows
 * a redirect by asking for a connection to the new address, so this is where a redirect elsewhere
 * ends: before anything is sent.
 */
final class BoundConnections implements HttpConnectionFactory {

  private final JDKHttpConnectionFactory connections = new JDKHttpConnectionFactory();
  private final RemoteUrl home;
  private final String authorization;
  private final FetchBudget budget;

  /**
   * Binds to the address of a repository.
   *
   * @param authorization value of the Authorization header; empty for none
   */
  BoundConnections(RemoteUrl home, String authorization, FetchBudget budget) {
    this.home = home;
    this.authorization = authorization;
    this.budget = budget;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    home.refuseOther(url);
    HttpConnection connection = connections.create(url, proxy);
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    return new GitConnection(connection, home, budget);
  }
}
