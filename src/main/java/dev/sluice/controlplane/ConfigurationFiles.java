package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes what the parts read when they start. */
final class ConfigurationFiles {
  private final InstallationFiles files;
  private final String url;

  ConfigurationFiles(InstallationFiles files, String url) {
    this.files = files;
    this.url = url;
  }

  void write(Map<User, String> tokens, Set<String> audited) throws IOException {
    ServiceAccountKey.write(files.serviceAccountKey(), files.serviceAccountPublicKey());
    Files.writeString(files.tokens(), csv(tokens));
    Files.writeString(files.auditPolicy(), auditPolicy(audited));
    for (Map.Entry<User, String> entry : tokens.entrySet()) {
      Path file = files.kubeconfig(entry.getKey().name());
      Files.createDirectories(file.getParent());
      Files.writeString(file, kubeconfig(entry.getKey().name(), entry.getValue()));
    }
    for (String stage : CommandLines.STAGES) {
      Files.write(files.stages(stage), Resources.read("stages/" + stage));
    }
    Files.writeString(
        files.folder().resolve("scheduler.yaml"),
        Resources.text("scheduler.yaml")
            .replace("${kubeconfig}", files.kubeconfig("system:kube-scheduler").toString()));
  }

  private static String csv(Map<User, String> tokens) {
    var byName = new TreeMap<User, String>(Comparator.comparing(User::name));
    byName.putAll(tokens);
    return byName.entrySet().stream()
        .map(entry -> {
          User user = entry.getKey();
          String groups = String.join(",", user.groups());
          return "%s,%s,%s,\"%s\"%n".formatted(entry.getValue(), user.name(), user.name(), groups);
        })
        .collect(Collectors.joining());
  }

  private static String auditPolicy(Set<String> audited) {
    String head =
        "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n";
    String nothing = "  - level: None\n";
    // A rule without users would match every user.
    return audited.isEmpty()
        ? head + nothing
        : head
            + "  - level: Metadata\n    users: "
            + new TreeSet<>(audited)
                .stream()
                    .map(name -> "\"" + name + "\"")
                    .collect(Collectors.joining(", ", "[", "]"))
            + "\n"
            + nothing;
  }

  private String kubeconfig(String user, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: sluice
        cluster:
          server: %s
          certificate-authority: %s
    users:
      - name: "%s"
        user:
          token: %s
    contexts:
      - name: sluice
        context: {cluster: sluice, user: "%s"}
    current-context: sluice
    """
        .formatted(url, files.authority(), user, token, user);
  }
}
