package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request to a Git host. What is not a Git answer is a named failure here, where status and
 * content type are known; what is one is counted.
 */
final class GitConnection implements HttpConnection {

  private final HttpConnection connection;
  private final RemoteUrl home;
  private final FetchBudget budget;

  GitConnection(HttpConnection connection, RemoteUrl home, FetchBudget budget) {
    this.connection = connection;
    this.home = home;
    this.budget = budget;
  }

  @Override
  public int getResponseCode() throws IOException {
    int status = connection.getResponseCode();
    if (status == 200) {
      checkIsGit();
    } else if (status >= 300 && status < 400) {
      checkRedirect(connection.getHeaderField("Location"));
    } else if (status >= 400) {
      throw new HostRefused(refusal(status));
    }
    return status;
  }

  /** Ends here what leads elsewhere: JGit would log the address, and it may hold a secret. */
  private void checkRedirect(@Nullable String location) throws HostRefused {
    try {
      URL target = connection.getURL().toURI().resolve(location == null ? "" : location).toURL();
      home.refuseOther(target);
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      throw new HostRefused(
          Failure.of(
              Reason.REDIRECT_REFUSED,
              home.display() + " redirects to something that is no URL",
              "Check that the URL is the one git clone uses"));
    }
  }

  private void checkIsGit() throws HostRefused {
    String type = connection.getContentType() == null ? "" : connection.getContentType();
    String encoding = connection.getHeaderField("Content-Encoding");
    boolean plain = encoding == null || encoding.toLowerCase(Locale.ROOT).equals("identity");
    if (!type.startsWith("application/x-git-") || !plain) {
      String what = type.isEmpty() ? "no content type" : type.replaceAll("[^ -~]", "?");
      throw new HostRefused(
          Failure.of(
              Reason.REPOSITORY_UNREACHABLE,
              home.display() + " answered " + what + (plain ? "" : ", compressed") + ", not Git",
              "Check that the URL is the one git clone uses; a login page or proxy may answer"));
    }
  }

  private Failure refusal(int status) {
    String where = home.display();
    return switch (status) {
      case 401, 403, 407 ->
          Failure.of(
              Reason.GIT_AUTHENTICATION_FAILED,
              where + " refused the credentials (HTTP " + status + ")",
              "Check that the token is valid and may read this repository");
      case 404, 410 ->
          Failure.of(
              Reason.REPOSITORY_NOT_FOUND,
              where + " has no such repository (HTTP " + status + ")",
              "Check the URL; many hosts also answer so when the token may not read it");
      case 429 ->
          Failure.of(
              Reason.REPOSITORY_UNREACHABLE,
              where + " asks for fewer requests (HTTP 429)",
              "Sluice tries again with growing pauses; a longer poll interval helps");
      default ->
          Failure.of(
              Reason.REPOSITORY_UNREACHABLE,
              where + " answered HTTP " + status,
              "Sluice tries again with growing pauses; look at the Git host");
    };
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return budget.meter(connection.getInputStream());
  }

  @Override
  public void setRequestProperty(String key, String value) {
    // A compressed answer would be counted before it is unpacked; packs are compressed anyway.
    if (!key.equalsIgnoreCase("Accept-Encoding")) {
      connection.setRequestProperty(key, value);
    }
  }

  @Override
  public URL getURL() {
    return connection.getURL();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return connection.getResponseMessage();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return connection.getHeaderFields();
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    connection.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean usecaches) {
    connection.setUseCaches(usecaches);
  }

  @Override
  public void setConnectTimeout(int timeout) {
    connection.setConnectTimeout(timeout);
  }

  @Override
  public void setReadTimeout(int timeout) {
    connection.setReadTimeout(timeout);
  }

  @Override
  public String getContentType() {
    return connection.getContentType();
  }

  @Override
  public String getHeaderField(String name) {
    return connection.getHeaderField(name);
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return connection.getHeaderFields(name);
  }

  @Override
  public int getContentLength() {
    return connection.getContentLength();
  }

  @Override
  public void setInstanceFollowRedirects(boolean followRedirects) {
    connection.setInstanceFollowRedirects(followRedirects);
  }

  @Override
  public void setDoOutput(boolean dooutput) {
    connection.setDoOutput(dooutput);
  }

  @Override
  public void setFixedLengthStreamingMode(int contentLength) {
    connection.setFixedLengthStreamingMode(contentLength);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return connection.getOutputStream();
  }

  @Override
  public void setChunkedStreamingMode(int chunklen) {
    connection.setChunkedStreamingMode(chunklen);
  }

  @Override
  public String getRequestMethod() {
    return connection.getRequestMethod();
  }

  @Override
  public boolean usingProxy() {
    return connection.usingProxy();
  }

  @Override
  public void connect() throws IOException {
    connection.connect();
  }

  @Override
  public void configure(KeyManager[] km, TrustManager[] tm, SecureRandom random)
      throws NoSuchAlgorithmException, KeyManagementException {
    throw new KeyManagementException("the trust of Git hosts cannot be changed");
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier hostnameverifier)
      throws NoSuchAlgorithmException, KeyManagementException {
    throw new KeyManagementException("host names of Git hosts are always verified");
  }
}
