package dev.sluice.system;

import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.demo.CustomKinds;
import dev.sluice.demo.Playground;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The worked example of this checkout on a control plane with nodes: a Git host with its overlays
 * and environments, stubs for what its smoke tests ask, and the packaged program as a daemon.
 */
final class ExampleWorld {

  static final String DEVELOP = "develop";
  private static final String DEFAULT = "main";

  /** The daemon, nodes and controllers of twenty targets share the machine with other tests. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Playground playground;
  private final KubernetesClient admin;
  private final ConfigRepository git;
  private final Daemon daemon;
  private final Map<String, KubernetesClient> people = new ConcurrentHashMap<>();
  private final Map<String, String> base = new TreeMap<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, String> edits = new TreeMap<>();
  private final AtomicInteger numbers = new AtomicInteger(2000);
  private String first = "";

  // Loaded, and so started, when it is first asked for.
  private static final class Holder {
    static final ExampleWorld WORLD = start();
  }

  private ExampleWorld(Playground playground) throws IOException {
    this.playground = playground;
    this.admin = TestCluster.clientOf(playground.plane(), User.ADMIN.name());
    this.git = ConfigRepository.create(playground.folder().resolve("git"), Playground.REPOSITORY);
    this.daemon = new Daemon(playground.folder(), playground.writeSettings("1s"));
  }

  /** The world of this run; started by the first test that asks, ended with the run. */
  static ExampleWorld shared() {
    return Holder.WORLD;
  }

  /** Everything is allowed to this client: it edits by hand, and looks. */
  KubernetesClient admin() {
    return admin;
  }

  /** A person may do what the Roles of {@code deploy/people} say. */
  KubernetesClient client(String person) {
    return people.computeIfAbsent(person, name -> TestCluster.clientOf(playground.plane(), name));
  }

  /** The commit that the example begins with. */
  String first() {
    return first;
  }

  Daemon daemon() {
    return daemon;
  }

  ConfigRepository git() {
    return git;
  }

  /** Declares an environment beside those of the example. */
  void declare(String name, String yaml) throws IOException {
    base.put("environments/" + name + ".yaml", yaml);
    git.commit(DEFAULT, base);
  }

  /** A number that no other test of this run was given. */
  int next() {
    return numbers.incrementAndGet();
  }

  /**
   * Replaces a text in a file of the example, for the next commit alone; the text has to be there.
   */
  ExampleWorld edit(String file, String before, String after) {
    String content = edits.getOrDefault(file, files.getOrDefault(file, ""));
    if (!content.contains(before)) {
      throw new AssertionError(file + " does not contain " + before);
    }
    edits.put(file, content.replace(before, after));
    return this;
  }

  /** Commits the example with its edits to the branch where the pipeline begins. */
  String commit() throws IOException {
    return commit(DEVELOP);
  }

  /** Commits them past {@code develop} to the default branch, which is followed too. */
  String commitPastDevelop() throws IOException {
    return commit(DEFAULT);
  }

  private String commit(String branch) throws IOException {
    Map<String, String> tree = new TreeMap<>(base);
    tree.putAll(edits);
    edits.clear();
    return git.commit(branch, tree);
  }

  /** The stub of a host answers 503 from now on. */
  void takeDown(String host) throws IOException {
    Files.createFile(playground.websites().down().resolve(host));
  }

  /** The stub of a host answers again. */
  void bringUp(String host) throws IOException {
    Files.delete(playground.websites().down().resolve(host));
  }

  /** Runs a command of the program in a person's name. */
  String sluice(String user, int expectedExit, String... line)
      throws IOException, InterruptedException {
    String kubeconfig = playground.plane().kubeconfig(user).toString();
    return daemon.run(
        expectedExit,
        Stream.concat(Stream.of(line), Stream.of("--kubeconfig", kubeconfig))
            .toArray(String[]::new));
  }

  void await(String description, Callable<Boolean> condition) {
    try {
      Eventually.holds(description, PATIENCE, condition);
    } catch (AssertionError late) {
      throw new AssertionError(
          late.getMessage() + "; the daemon's log ends with: " + daemon.endOfLog(), late);
    }
  }

  private void begin() throws IOException, InterruptedException {
    new Installation(admin).install();
    try (InputStream roles =
        Files.newInputStream(Checkout.root().resolve("deploy/people/example/rbac-approver.yaml"))) {
      for (var role : admin.load(roles).items()) {
        admin.resource(role).inNamespace("sluice").serverSideApply();
      }
    }
    read("environments", base);
    read("overlays", files);
    base.replaceAll((file, text) -> forTests(playground.adapt(text)));
    base.putAll(files);
    first = git.commit(DEFAULT, base);
    git.reset(DEVELOP, first);
    daemon.start();
    await("the kinds of the operators are served", this::kindsAreServed);
    playground.plane().play(CustomKinds.stages());
  }

  /**
   * No test waits for the morning, and none depends on the hour it runs at. Of the two platforms
   * with slots Lift OS retires at once, and OpenPolicy keeps what it could go back to.
   */
  private static String forTests(String environment) {
    int later = ZonedDateTime.now(ZoneOffset.UTC).plusHours(6).getHour();
    return environment
        .replaceAll("cron: \"0 6 \\* \\* \\*\"", "cron: \"* * * * *\"")
        .replaceAll("deny: \\[.*]", "deny: [\"%02d:00-%02d:30\"]".formatted(later, later))
        .replaceAll("minHealthy: \\d+s", "minHealthy: 2s")
        .replace("attempts: 30", "attempts: 15")
        .replace("soak: 10s", "soak: 3s")
        .replace("pause: 5s", "pause: 1s")
        .replaceFirst("(?s)(?<before> liftos:.*?retireAfter: )5m", "${before}2s");
  }

  private boolean kindsAreServed() {
    List<CustomResourceDefinition> kinds =
        admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
            .filter(kind -> kind.getSpec().getGroup().equals("argoproj.io"))
            .toList();
    return kinds.size() == 2
        && kinds.stream()
            .allMatch(kind ->
                // Right after it was created nobody has looked at it yet.
                kind.getStatus() != null
                    && kind.getStatus().getConditions().stream()
                        .anyMatch(one ->
                            one.getType().equals("Established") && one.getStatus().equals("True")));
  }

  private static void read(String folder, Map<String, String> files) throws IOException {
    Path root = Checkout.root();
    try (Stream<Path> found = Files.walk(root.resolve(folder))) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
  }

  private static ExampleWorld start() {
    try {
      ExampleWorld world =
          new ExampleWorld(Playground.start(Extent.NODES, Progress.on(System.out)));
      Runtime.getRuntime().addShutdownHook(new Thread(world::end));
      world.begin();
      return world;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the world of the example was made", e);
    }
  }

  private void end() {
    daemon.kill();
    people.values().forEach(KubernetesClient::close);
    git.close();
    playground.close();
  }
}
