package dev.sluice.controlplane;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The official archive of etcd, kube-apiserver and kubectl for tests. It saves building these three
 * where the network allows it; where it does not, a line says so and the build follows.
 */
final class EnvtestArchive implements ControlPlaneBinaries.BinarySource {
  /** Where the controller-tools project publishes its index. */
  static final URI RELEASES =
      URI.create(
          "https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml");

  private static final Set<Binary> CONTENT =
      EnumSet.of(Binary.ETCD, Binary.KUBE_APISERVER, Binary.KUBECTL);
  // Short: a network that drops packets must not hold up the build that works without it.
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration INDEX = Duration.ofSeconds(10);
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);

  private final URI releases;
  private final BinaryCache cache;
  private final Progress progress;

  EnvtestArchive(URI releases, BinaryCache cache, Progress progress) {
    this.releases = releases;
    this.cache = cache;
    this.progress = progress;
  }

  @Override
  public Map<Binary, Path> find(Set<Binary> wanted) {
    var content = EnumSet.copyOf(wanted);
    content.retainAll(CONTENT);
    if (content.isEmpty()) {
      return Map.of();
    }
    return cache.exclusively(
        () -> progress.note("Another process is filling the cache; waiting for it."),
        () -> {
          Map<Binary, Path> meanwhile = cache.find(content);
          return meanwhile.keySet().equals(content) ? meanwhile : download(content);
        });
  }

  private Map<Binary, Path> download(Set<Binary> wanted) {
    try (var http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      String version = GoModule.KUBERNETES.version();
      String minor = version.substring(1, version.lastIndexOf('.'));
      var archive = EnvtestIndex.newest(index(http), minor, platform());
      if (archive.isEmpty()) {
        return unavailable("its index has none for Kubernetes " + minor + " on " + platform());
      }
      String stage = "Downloading etcd, kube-apiserver and kubectl " + archive.get().version();
      return progress.during(stage, () -> install(http, archive.get(), wanted));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneFailed("Interrupted while downloading the envtest archive", e);
    } catch (ControlPlaneFailed e) {
      throw e;
    } catch (Exception e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return unavailable(reason);
    }
  }

  private Map<Binary, Path> unavailable(String reason) {
    progress.note("The envtest archive cannot be had from here (" + reason + ").");
    return Map.of();
  }

  private String index(HttpClient http) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(releases).timeout(INDEX).build();
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(releases.getHost() + " answered " + response.statusCode());
    }
    return response.body();
  }

  private Map<Binary, Path> install(
      HttpClient http, EnvtestIndex.Archive archive, Set<Binary> wanted)
      throws IOException, InterruptedException {
    try (var work = new WorkFolder(cache.newWorkFolder())) {
      Path file = work.path().resolve("envtest.tar.gz");
      String sha512 = fetch(http, archive.link(), file);
      if (!sha512.equals(archive.sha512())) {
        throw new ControlPlaneFailed(
            "The archive "
                + archive.link()
                + " does not have the SHA-512 that its index names, so it is not used. Somebody"
                + " changed it on the way or at its source; do not go on before you know who.");
      }
      unpack(file, work.path());
      var installed = new EnumMap<Binary, Path>(Binary.class);
      for (Binary binary : wanted) {
        Path unpacked =
            work.path().resolve("controller-tools").resolve("envtest").resolve(binary.fileName());
        installed.put(binary, cache.install(binary, unpacked));
      }
      return installed;
    }
  }

  /** Writes the answer to a file; returns its SHA-512. */
  private static String fetch(HttpClient http, String link, Path file)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(link)).timeout(DOWNLOAD).build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (var body = new DigestInputStream(response.body(), sha512());
        OutputStream out = Files.newOutputStream(file)) {
      if (response.statusCode() != 200) {
        throw new IOException(link + " answered " + response.statusCode());
      }
      body.transferTo(out);
      return HexFormat.of().formatHex(body.getMessageDigest().digest());
    }
  }

  private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tar.log").toFile())
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar said: " + Files.readString(folder.resolve("tar.log")).strip());
    }
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-512", e);
    }
  }

  /** The platform as Go names it. */
  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "darwin" : "linux")
        + "-"
        + switch (machine) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> machine;
        };
  }
}
