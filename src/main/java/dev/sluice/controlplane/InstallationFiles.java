package dev.sluice.controlplane;

import java.nio.file.Path;

/** The files of one control plane, all in one folder. */
record InstallationFiles(Path folder) {
  Path tokens() {
    return folder.resolve("tokens.csv");
  }

  Path serviceAccountKey() {
    return folder.resolve("service-account.key");
  }

  Path serviceAccountPublicKey() {
    return folder.resolve("service-account.pub");
  }

  Path auditPolicy() {
    return folder.resolve("audit-policy.yaml");
  }

  Path auditLog() {
    return folder.resolve("audit.log");
  }

  Path certificates() {
    return folder.resolve("certificates");
  }

  /** Self-signed by the API server at its first start, and so its own authority. */
  Path authority() {
    return certificates().resolve("apiserver.crt");
  }

  Path kubeconfig(String user) {
    return folder.resolve("kubeconfigs").resolve(user.replace(':', '_') + ".yaml");
  }

  Path stages(String name) {
    return folder.resolve("stages-" + name);
  }

  /** Stages of kinds that are not served from the beginning; need not be there. */
  Path furtherStages() {
    return stages("further.yaml");
  }
}
