package dev.sluice.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * The server's side of Git over HTTP, as {@code gitprotocol-http} and {@code gitprotocol-v2} of the
 * Git project describe it; the packs themselves are JGit's work.
 */
final class SmartHttp implements HttpHandler {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?<repository>[A-Za-z0-9][A-Za-z0-9._-]*)/(?<service>info/refs|git-[a-z-]+)");
  private static final String UPLOAD = "git-upload-pack";
  private static final String RECEIVE = "git-receive-pack";
  // Haves and wants of a very large fetch are far below this.
  private static final int LARGEST_FETCH_REQUEST = 16 << 20;

  private final Path folder;
  private final RequestCounts counts;

  SmartHttp(Path folder, RequestCounts counts) {
    this.folder = folder;
    this.counts = counts;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (!path.matches() || !Files.isDirectory(folder.resolve(path.group("repository")))) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      try (Repository repository = open(folder.resolve(path.group("repository")))) {
        serve(exchange, repository, path.group("service"));
      }
    }
  }

  private static Repository open(Path path) throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(path.toFile())
        .setBare()
        .setMustExist(true)
        .build();
  }

  private void serve(HttpExchange exchange, Repository repository, String service)
      throws IOException {
    String call = exchange.getRequestMethod() + " " + service;
    switch (call) {
      case "GET info/refs" -> advertise(exchange, repository);
      case "POST " + UPLOAD -> upload(exchange, repository);
      case "POST " + RECEIVE -> receive(exchange, repository);
      default -> exchange.sendResponseHeaders(404, -1);
    }
  }

  private void advertise(HttpExchange exchange, Repository repository) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    switch (query) {
      case "service=" + UPLOAD -> {
        counts.add(GitRequest.ADVERTISEMENT);
        try (OutputStream out = answer(exchange, UPLOAD + "-advertisement")) {
          uploadPack(exchange, repository)
              .sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), UPLOAD);
        }
      }
      case "service=" + RECEIVE -> {
        counts.add(GitRequest.ADVERTISEMENT);
        try (OutputStream out = answer(exchange, RECEIVE + "-advertisement")) {
          var lines = new PacketLineOut(out);
          lines.writeString("# service=" + RECEIVE + "\n");
          lines.end();
          receivePack(repository).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
      }
      // Without a service a client asks for the "dumb" protocol, which is not spoken here.
      default -> exchange.sendResponseHeaders(403, -1);
    }
  }

  private void upload(HttpExchange exchange, Repository repository) throws IOException {
    byte[] request = body(exchange).readNBytes(LARGEST_FETCH_REQUEST);
    counts.add(isLsRefs(request) ? GitRequest.LS_REFS : GitRequest.FETCH);
    try (OutputStream out = answer(exchange, UPLOAD + "-result")) {
      uploadPack(exchange, repository).upload(new ByteArrayInputStream(request), out, null);
    }
  }

  private void receive(HttpExchange exchange, Repository repository) throws IOException {
    counts.add(GitRequest.PUSH);
    InputStream request = body(exchange);
    try (OutputStream out = answer(exchange, RECEIVE + "-result")) {
      receivePack(repository).receive(request, out, null);
    }
  }

  private static UploadPack uploadPack(HttpExchange exchange, Repository repository) {
    var pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
    if (protocol != null) {
      pack.setExtraParameters(List.of(protocol.split(":")));
    }
    return pack;
  }

  private static ReceivePack receivePack(Repository repository) {
    var pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    return pack;
  }

  /**
   * Four hexadecimal digits of length, then the command: the first line of a protocol 2 request.
   */
  private static boolean isLsRefs(byte[] request) {
    String start = new String(request, 0, Math.min(request.length, 64), StandardCharsets.US_ASCII);
    return start.startsWith("command=ls-refs", 4);
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    boolean zipped = "gzip".equals(encoding) || "x-gzip".equals(encoding);
    return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private static OutputStream answer(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-" + type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }
}
