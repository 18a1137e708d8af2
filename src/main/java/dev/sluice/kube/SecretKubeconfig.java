package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlNode.Entry;
import dev.sluice.yaml.YamlNode.Mapping;
import dev.sluice.yaml.YamlNode.Scalar;
import dev.sluice.yaml.YamlNode.Sequence;
import dev.sluice.yaml.YamlProblem;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kubeconfig that whoever may write a Secret has written: it may name an address and hold
 * credentials, and nothing of it makes the daemon run a program, read a file or trust blindly. Only
 * the fields read here take effect; messages name fields and lines, never what stands there.
 */
final class SecretKubeconfig {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(1 << 20, 32);

  private static final Set<String> PROGRAMS = Set.of("exec", "auth-provider");
  private static final Set<String> FILES =
      Set.of("tokenFile", "client-certificate", "client-key", "certificate-authority");
  private static final Set<String> OTHERS =
      Set.of(
          "proxy-url",
          "tls-server-name",
          "username",
          "password",
          "as",
          "as-uid",
          "as-groups",
          "as-user-extra");
  private static final Set<String> HARMLESS = Set.of("disable-compression", "extensions");
  private static final Set<String> OF_CLUSTER =
      Set.of("server", "certificate-authority-data", "insecure-skip-tls-verify");
  private static final Set<String> OF_USER =
      Set.of("token", "client-certificate-data", "client-key-data");

  private final String place;

  /** A reader. {@code place} says for people where the kubeconfig stands. */
  SecretKubeconfig(String place) {
    this.place = place;
  }

  /** A part of the file and where it is. */
  private record Part(String path, Mapping fields) {}

  /**
   * What it says.
   *
   * @param context one of its contexts; empty for its current one
   * @throws Stopped {@code KubeconfigRefused}
   */
  Config config(byte[] content, String context) throws Stopped {
    Part root = root(content);
    Part chosen =
        named(root, "context", context.isEmpty() ? text(root, "current-context") : context);
    Part cluster = named(root, "cluster", text(chosen, "cluster"));
    Part user = named(root, "user", text(chosen, "user"));
    onlyKnown(cluster, OF_CLUSTER);
    onlyKnown(user, OF_USER);
    if (!Set.of("", "false").contains(text(cluster, "insecure-skip-tls-verify"))) {
      throw refused(
          cluster.path() + ".insecure-skip-tls-verify would trust any server",
          "Give the CA in certificate-authority-data instead");
    }
    ConfigBuilder built =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server(cluster))
            .withTrustCerts(false)
            .withDisableHostnameVerification(false);
    String ca = encoded(cluster, "certificate-authority-data");
    if (!ca.isEmpty()) {
      built.withCaCertData(ca);
    }
    return identified(built, user).build();
  }

  private ConfigBuilder identified(ConfigBuilder built, Part user) throws Stopped {
    String token = text(user, "token").strip();
    String certificate = encoded(user, "client-certificate-data");
    String key = encoded(user, "client-key-data");
    if (certificate.isEmpty() != key.isEmpty()) {
      throw refused(
          user.path() + " has only one of client-certificate-data and client-key-data",
          "Give both, or a token");
    }
    if (token.isEmpty() && key.isEmpty()) {
      throw refused(
          user.path() + " has no credentials", "Give a token, or a client certificate and its key");
    }
    if (!key.isEmpty()) {
      built.withClientCertData(certificate).withClientKeyData(key);
    }
    // A provider, so that the client library looks for no token of its own after a 401.
    return token.isEmpty() ? built : built.withOauthTokenProvider(() -> token);
  }

  private Part root(byte[] content) throws Stopped {
    try {
      List<YamlNode> documents = YamlDocuments.read(content, LIMITS);
      if (documents.size() == 1 && documents.getFirst() instanceof Mapping mapping) {
        return new Part("", mapping);
      }
    } catch (YamlProblem problem) {
      // Its words may repeat what stands there.
      throw refused(
          "it is not the YAML of a kubeconfig; look at line " + problem.line(),
          "Put a kubeconfig there");
    }
    throw refused("it is not one kubeconfig", "Put a kubeconfig there");
  }

  private Part named(Part root, String kind, String name) throws Stopped {
    String list = kind + "s";
    if (!name.isEmpty() && value(root, list).orElse(null) instanceof Sequence sequence) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        if (sequence.elements().get(i) instanceof Mapping element
            && text(new Part(list, element), "name").equals(name)
            && value(new Part(list, element), kind).orElse(null) instanceof Mapping inner) {
          return new Part("%s[%d].%s".formatted(list, i, kind), inner);
        }
      }
    }
    throw refused(
        "%s has no entry for the %s to use".formatted(list, kind),
        "Check current-context, or the context in sluice.clusters, and the names it leads to");
  }

  private void onlyKnown(Part part, Set<String> known) throws Stopped {
    for (Entry entry : part.fields().entries()) {
      String field = entry.key();
      boolean absent = entry.value() instanceof Scalar scalar && scalar.isNull();
      if (absent || known.contains(field) || HARMLESS.contains(field)) {
        continue;
      }
      String path = part.path() + "." + field;
      String remedy = "Use a token, or client-certificate-data and client-key-data";
      if (PROGRAMS.contains(field)) {
        throw refused(path + " would make the daemon run a program or ask another server", remedy);
      }
      if (FILES.contains(field)) {
        throw refused(
            path + " would make the daemon read a file of its own",
            "Put the content in the Secret");
      }
      if (OTHERS.contains(field)) {
        throw refused(path + " is not supported in a Secret", remedy);
      }
      throw refused(
          "%s has a field that is not known, in line %d".formatted(part.path(), entry.line()),
          "Remove it");
    }
  }

  private String server(Part cluster) throws Stopped {
    String path = cluster.path() + ".server";
    try {
      URI server = new URI(text(cluster, "server"));
      if ("https".equals(server.getScheme())
          && server.getHost() != null
          && server.getRawUserInfo() == null
          && server.getRawQuery() == null
          && server.getRawFragment() == null) {
        return server.toString();
      }
    } catch (URISyntaxException e) {
      throw refused(path + " is no URL", "Give the https:// URL of the API server");
    }
    throw refused(
        path + " is not https, or has more than host, port and path",
        "Give the https:// URL of the API server");
  }

  private String encoded(Part part, String field) throws Stopped {
    String text = text(part, field).replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(text).length == 0 ? "" : text;
    } catch (IllegalArgumentException e) {
      throw refused(part.path() + "." + field + " is not base64", "Encode the PEM in base64");
    }
  }

  private static String text(Part part, String field) {
    return value(part, field)
        .filter(node -> node instanceof Scalar scalar && !scalar.isNull())
        .map(node -> ((Scalar) node).text())
        .orElse("");
  }

  private static Optional<YamlNode> value(Part part, String field) {
    return part.fields().find(field).map(Entry::value);
  }

  private Stopped refused(String what, String remedy) {
    return new Stopped(
        Failure.of(
            Reason.KUBECONFIG_REFUSED,
            "the kubeconfig in %s cannot be used: %s".formatted(place, what),
            remedy));
  }
}
