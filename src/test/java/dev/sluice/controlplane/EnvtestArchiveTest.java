package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The download of the official archive, from a server of this test. */
class EnvtestArchiveTest {
  private static final String MINOR =
      GoModule.KUBERNETES.version().replaceAll("^v(\\d+\\.\\d+).*", "$1");

  private final RecordedProgress progress = new RecordedProgress();

  @TempDir Path folder;
  private HttpServer server;
  private BinaryCache cache;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    cache = new BinaryCache(folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theNewestPatchVersionIsDownloadedCheckedAndPutIntoTheCache() throws Exception {
    byte[] archive = archive();
    serve("/archive", archive);
    serve("/index", index(sha512(archive)));

    Map<Binary, Path> found = find("/index");

    assertThat(found).containsOnlyKeys(Binary.ETCD, Binary.KUBE_APISERVER);
    assertThat(found.get(Binary.ETCD)).isExecutable().hasContent("etcd");
    assertThat(cache.find(EnumSet.allOf(Binary.class))).isEqualTo(found);
    assertThat(progress.lines())
        .containsExactly("Downloading etcd, kube-apiserver and kubectl v" + MINOR + ".11");
  }

  @Test
  void anArchiveWithAnotherChecksumIsNeverUsed() throws Exception {
    serve("/archive", archive());
    serve("/index", index(sha512("something else".getBytes(StandardCharsets.UTF_8))));

    assertThatThrownBy(() -> find("/index"))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("does not have the SHA-512 that its index names");
    assertThat(cache.find(EnumSet.allOf(Binary.class))).isEmpty();
  }

  @Test
  void withoutAnIndexALineSaysSoAndTheNextSourceIsAsked() {
    assertThat(find("/nothing-here")).isEmpty();
    assertThat(progress.lines())
        .containsExactly("The envtest archive cannot be had from here (localhost answered 404).");
  }

  @Test
  void aVersionThatTheIndexDoesNotHaveIsNoError() throws Exception {
    serve("/index", "releases: {}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(find("/index")).isEmpty();
    assertThat(progress.lines())
        .singleElement()
        .asString()
        .contains("its index has none for Kubernetes " + MINOR);
  }

  private Map<Binary, Path> find(String path) {
    return new EnvtestArchive(address(path), cache, progress)
        .find(EnumSet.of(Binary.ETCD, Binary.KUBE_APISERVER, Binary.KUBE_SCHEDULER));
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private void serve(String path, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  /** An index with an older patch version, another minor version and another platform. */
  private byte[] index(String sha512) {
    var yaml = new StringBuilder("releases:\n");
    for (String version : new String[] {MINOR + ".9", MINOR + ".11", "1.2.99"}) {
      yaml.append("  v%s:\n".formatted(version));
      for (String platform : new String[] {"plan9-mips", EnvtestArchive.platform()}) {
        boolean right = version.endsWith(".11") && platform.equals(EnvtestArchive.platform());
        yaml.append("    envtest-v%s-%s.tar.gz:\n".formatted(version, platform));
        yaml.append("      hash: %s\n".formatted(right ? sha512 : "0".repeat(128)));
        yaml.append("      selfLink: %s\n".formatted(address(right ? "/archive" : "/wrong")));
      }
    }
    return yaml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] archive() throws Exception {
    Path content = Files.createDirectories(folder.resolve("tar/controller-tools/envtest"));
    for (String name : new String[] {"etcd", "kube-apiserver", "kubectl"}) {
      Files.writeString(content.resolve(name), name);
    }
    Path file = folder.resolve("archive.tar.gz");
    var tar =
        new ProcessBuilder(
            "tar", "-czf", file.toString(), "-C", folder.resolve("tar").toString(), ".");
    assertThat(tar.inheritIO().start().waitFor()).isZero();
    return Files.readAllBytes(file);
  }

  private static String sha512(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
  }
}
