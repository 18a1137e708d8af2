package dev.sluice.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The daemon's own settings; {@code docs/configuration.md} explains each. */
@ConfigMapping(prefix = "sluice")
public interface SluiceConfig {

  /** Where Git caches live; they may be lost at any time and are fetched anew. */
  @WithDefault("${java.io.tmpdir}/sluice")
  Path dataDirectory();

  /** Namespace of the daemon's own resources, in its own cluster. */
  @WithDefault("sluice")
  String namespace();

  /** Kubeconfig of the daemon's own cluster; left out: the one it runs in. */
  Optional<Path> kubeconfig();

  /** Context of that kubeconfig; left out: its current one. */
  Optional<String> context();

  /** Config repositories by name. */
  Map<String, Repository> repositories();

  /** Further clusters by the name that environments use. */
  Map<String, Cluster> clusters();

  /**
   * In whose name the targets of environments without a service account are written: a name in the
   * target's namespace, or {@code namespace/name}; left out: the daemon's own.
   */
  Optional<String> defaultServiceAccount();

  /** How overlays are rendered. */
  Render render();

  /** The most targets that are reconciled at a time. */
  @WithDefault("16")
  int workers();

  /** The most requests to an API server that one target has under way. */
  @WithDefault("16")
  int parallelism();

  /** Directory of files with health rules, for all targets; read when the daemon starts. */
  Optional<Path> healthRules();

  /** Pause after which a target is looked at again even though nothing happened. */
  @WithDefault("5m")
  Duration resyncInterval();

  /** How ledgers are kept. */
  Ledger ledger();

  /** How standbys are watched over. */
  Dr dr();

  /** Prometheus servers that gates take samples from, by the name that gates use. */
  Map<String, Prometheus> prometheus();

  /** What gates may ask. */
  Probes probes();

  /** One Prometheus server. */
  interface Prometheus {

    /** Its base address, {@code http} or {@code https}. */
    URI url();

    /** File that holds a bearer token. */
    Optional<Path> tokenFile();
  }

  /** What gates may ask. */
  interface Probes {

    /**
     * Names, addresses and ranges of addresses inside that {@code http} gates may ask besides what
     * is public.
     */
    Optional<List<String>> allowedHosts();
  }

  /** How standbys are watched over. */
  interface Dr {

    /** Pause after which a standby is looked at again although nothing new came there. */
    @WithDefault("1h")
    Duration readinessInterval();
  }

  /** How ledgers are kept. */
  interface Ledger {

    /**
     * Public keys whose signatures count besides our own: of other daemons, and earlier ones of
     * ours.
     */
    Optional<List<String>> trustedKeys();
  }

  /** Where ledgers are kept. */
  enum LedgerPlace {
    /** On branches of the config repository: {@code sluice/env/*}. */
    GIT,
    /** In the daemon's own cluster, where it must not push to the repository. */
    CLUSTER
  }

  /** One config repository. */
  interface Repository {

    /** {@code https://…}, {@code ssh://…} or {@code user@host:path}. */
    String url();

    /** The branch that holds the environments. */
    @WithDefault("main")
    String branch();

    /** The directory that holds the environments. */
    @WithDefault("environments")
    String environments();

    /**
     * Names of branches, with wildcards, of which commits may be asked for as a hotfix besides
     * those that are followed; empty for none.
     */
    @WithDefault("hotfix/*")
    Optional<List<String>> hotfixBranches();

    /** Where the ledgers of its environments are kept. */
    @WithDefault("git")
    LedgerPlace ledger();

    /** Pause between two polls. */
    @WithDefault("30s")
    Duration pollInterval();

    /** File that holds a token, for HTTPS. */
    Optional<Path> tokenFile();

    /** User name that goes with the token. */
    @WithDefault("x-access-token")
    String username();

    /** File that holds a private key, for SSH. */
    Optional<Path> sshKeyFile();

    /** File that holds the host keys to accept, for SSH. */
    Optional<Path> knownHostsFile();

    /** Whether {@code file:} URLs are read: for demos and tests. */
    @WithDefault("false")
    boolean allowFile();

    /** Whether unencrypted HTTP is spoken to this machine: for demos and tests. */
    @WithDefault("false")
    boolean allowPlainHttp();

    /** Where GitHub tells what was reported about its commits. */
    GitHub github();

    /** The most bytes one fetch may bring. */
    @WithDefault("512M")
    MemorySize maxPackSize();

    /** The most bytes one file may have. */
    @WithDefault("16M")
    MemorySize maxFileSize();

    /** The most files one revision may have. */
    @WithDefault("100000")
    int maxFiles();

    /** The longest one poll may take. */
    @WithDefault("5m")
    Duration fetchTimeout();
  }

  /** A config repository at its GitHub host. */
  interface GitHub {

    /** Address of the API; left out: that of github.com or of a host under ghe.com. */
    Optional<URI> apiUrl();

    /** Owner and name; left out: as in the URL. */
    Optional<String> repository();

    /** File that holds a token for the API; left out: that of Git, if it is for the same host. */
    Optional<Path> tokenFile();
  }

  /** One further cluster. */
  interface Cluster {

    /** Its kubeconfig, in a file. */
    Optional<Path> kubeconfig();

    /** The Secret of the daemon's namespace, in the daemon's own cluster, with its kubeconfig. */
    Optional<String> secret();

    /** Key of the kubeconfig in that Secret. */
    @WithDefault("kubeconfig")
    String secretKey();

    /** Context of that kubeconfig; left out: its current one. */
    Optional<String> context();
  }

  /** How overlays are rendered. */
  interface Render {

    /** The most renders at a time; each has a process of its own. */
    @WithDefault("2")
    int workers();

    /** The longest one render may take. */
    @WithDefault("20s")
    Duration timeout();

    /** The most memory one render may use. */
    @WithDefault("512M")
    MemorySize memory();

    /** The most bytes one render may read. */
    @WithDefault("16M")
    MemorySize maxInput();

    /** The most files one render may ask for. */
    @WithDefault("2000")
    int maxFiles();

    /** The most bytes one render may produce. */
    @WithDefault("32M")
    MemorySize maxOutput();

    /** The most objects one render may produce. */
    @WithDefault("5000")
    int maxObjects();
  }
}
