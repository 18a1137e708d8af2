package dev.sluice.demo;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * A Git server on this machine, in place of GitHub: smart HTTP, protocols 0 and 2, fetch and push,
 * for every bare repository of one folder. It listens on 127.0.0.1 only. No git program is needed.
 */
public final class GitHost implements AutoCloseable {
  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads;
  private final RequestCounts counts;
  private final String scheme;

  private GitHost(
      Path folder,
      HttpServer server,
      ExecutorService threads,
      RequestCounts counts,
      String scheme) {
    this.folder = folder;
    this.server = server;
    this.threads = threads;
    this.counts = counts;
    this.scheme = scheme;
  }

  /**
   * Starts to serve.
   *
   * @param folder its direct children that are bare repositories are served, whenever they appear
   * @throws IOException if the port cannot be had
   */
  public static GitHost start(Path folder, GitHostOptions options) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port());
    HttpServer server = options.tls().isPresent() ? HttpsServer.create() : HttpServer.create();
    if (server instanceof HttpsServer https) {
      https.setHttpsConfigurator(new HttpsConfigurator(options.tls().orElseThrow()));
    }
    server.bind(address, 0);
    var counts = new RequestCounts();
    var context = server.createContext("/", new SmartHttp(folder, counts));
    context.getFilters().addAll(options.filters());
    options.token().ifPresent(token -> context.getFilters().add(new TokenRequired(token)));
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.start();
    String scheme = options.tls().isPresent() ? "https" : "http";
    return new GitHost(folder, server, threads, counts, scheme);
  }

  /**
   * Makes an empty bare repository whose default branch is {@code main}.
   *
   * @param name such as {@code config}; a file of that name with {@code .git} is created
   * @return where it is
   */
  public Path create(String name) throws IOException {
    Path repository = folder.resolve(name + ".git");
    try {
      Git.init()
          .setBare(true)
          .setInitialBranch("main")
          .setGitDir(repository.toFile())
          .call()
          .close();
      return repository;
    } catch (GitAPIException e) {
      throw new IOException("Could not create the repository " + repository, e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The URL to clone a repository from, such as {@code http://127.0.0.1:23456/config.git}. */
  public String url(String name) {
    return scheme + "://127.0.0.1:" + port() + "/" + name + ".git";
  }

  /** How many requests of a kind were answered so far, those that were refused not among them. */
  public int count(GitRequest kind) {
    return counts.of(kind);
  }

  /** Stops to listen and cuts the connections. The repositories stay. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
