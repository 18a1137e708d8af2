package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.GitFault;
import dev.sluice.testing.GitFaults;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache that was damaged: noticed, thrown away, fetched anew, never served. */
@Timeout(120)
class BareCacheTest {

  @TempDir Path folder;
  private final GitFaults faults = new GitFaults();
  private final Map<String, String> files = new TreeMap<>();
  private ConfigRepository config;
  private GitHost host;
  private GitRepository repository;

  @BeforeEach
  void fetchOnce() throws Exception {
    config = ConfigRepository.create(folder, "config");
    host = GitHost.start(folder, GitHostOptions.open().withFilters(List.of(faults)));
    Random random = new Random(11);
    for (int i = 0; i < 12; i++) {
      files.put("apps/app-" + i + "/file.yaml", noise(random, 4_000));
    }
    config.commit("main", files);
    repository = open();
    repository.poll();
  }

  @AfterEach
  void close() throws Exception {
    repository.close();
    host.close();
    config.close();
  }

  private GitRepository open() throws Stopped {
    return GitRepository.open(settings(host.url("config")), folder.resolve("data"));
  }

  static RepositorySettings settings(String url) {
    return RepositorySettings.of("config", url).with(Set.of(Exemption.ALLOW_PLAIN_HTTP));
  }

  private Path cache() {
    return folder.resolve("data/git/config.git");
  }

  private Path pack(String suffix) throws IOException {
    try (Stream<Path> packs = Files.list(cache().resolve("objects/pack"))) {
      return packs.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private void servesEverything() throws Exception {
    SourceTree tree = repository.source(repository.tip("main")).tree();
    Map<String, String> read = new TreeMap<>();
    for (String path : files.keySet()) {
      byte[] content = tree.read(tree.find(path).orElseThrow());
      read.put(path, new String(content, StandardCharsets.UTF_8));
    }
    assertThat(read).isEqualTo(files);
  }

  /** Damages the cache while nobody has it open, then expects it to heal. */
  private void healsAfter(Damage damage) throws Exception {
    repository.close();
    damage.happen();
    repository = open();
    try {
      servesEverything();
    } catch (Stopped stopped) {
      assertThat(stopped.failure().reason())
          .as(stopped.getMessage())
          .isIn(Reason.REPOSITORY_CORRUPT, Reason.BRANCH_GONE);
    }
    repository.poll();
    servesEverything();
    assertThat(repository.failure()).isEmpty();
  }

  private interface Damage {
    void happen() throws Exception;
  }

  @Test
  void truncatedPack() throws Exception {
    healsAfter(() -> truncate(pack(".pack")));
  }

  @Test
  void truncatedIndex() throws Exception {
    healsAfter(() -> truncate(pack(".idx")));
  }

  @Test
  void zeroedIndex() throws Exception {
    healsAfter(() -> Files.write(pack(".idx"), new byte[(int) Files.size(pack(".idx"))]));
  }

  @Test
  void missingPack() throws Exception {
    healsAfter(() -> Files.delete(pack(".pack")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/main", "HEAD", "config"})
  void zeroedFile(String name) throws Exception {
    healsAfter(() -> Files.write(cache().resolve(name), new byte[41]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/main", "HEAD", "config"})
  void emptiedFile(String name) throws Exception {
    healsAfter(() -> Files.write(cache().resolve(name), new byte[0]));
  }

  @Test
  void cacheThatIsNotARepositoryAtAll() throws Exception {
    healsAfter(() -> {
      CacheFiles.delete(cache());
      Files.createDirectories(cache().resolve("objects"));
      Files.writeString(cache().resolve("objects/pack"), "not a directory");
    });
  }

  /** Sixteen zero bytes anywhere in the pack: the right content or a refusal, never another one. */
  @Test
  void zeroesAnywhereInThePack() throws Exception {
    long size = Files.size(pack(".pack"));
    for (int i = 0; i < 24; i++) {
      long position = i * (size - 16) / 23;
      healsAfter(() -> overwrite(pack(".pack"), position, new byte[16]));
    }
  }

  @Test
  void damageFoundWhileReadingAsksForAPollAndStopsEveryRead() throws Exception {
    AtomicInteger told = new AtomicInteger();
    repository.close();
    repository = open();
    repository.whenBroken(told::incrementAndGet);
    SourceTree tree = repository.source(repository.tip("main")).tree();
    SourceTree.Entry entry = tree.find("apps/app-0/file.yaml").orElseThrow();
    long size = Files.size(pack(".pack"));
    overwrite(pack(".pack"), 200, new byte[(int) size - 300]);

    boolean stopped = false;
    for (String path : files.keySet()) {
      try {
        byte[] content = tree.read(tree.find(path).orElseThrow());
        assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo(files.get(path));
      } catch (Stopped damage) {
        assertThat(damage.failure().reason()).isEqualTo(Reason.REPOSITORY_CORRUPT);
        stopped = true;
      }
    }
    assertThat(stopped).as("the damage is noticed").isTrue();
    assertThat(told).hasPositiveValue();
    stops(Reason.REPOSITORY_CORRUPT, () -> tree.read(entry));
    stops(Reason.REPOSITORY_CORRUPT, () -> repository.tip("main"));

    repository.poll();

    servesEverything();
    assertThat(tree.read(entry)).as("an older view reads from the new cache").isNotEmpty();
  }

  @Test
  void damagedCacheWithoutTheHostServesNothing() throws Exception {
    repository.close();
    truncate(pack(".pack"));
    faults.turnOn(new GitFault.Status(500));
    repository = open();

    stops(Reason.REPOSITORY_CORRUPT, () -> repository.tip("main"));
    stops(Reason.REPOSITORY_UNREACHABLE, repository::poll);
    stops(Reason.REPOSITORY_UNREACHABLE, () -> repository.tip("main"));

    faults.turnOff();
    repository.poll();
    servesEverything();
  }

  @Test
  void refetchOfTheSameTipIsNoMove() throws Exception {
    repository.close();
    repository = open();
    overwrite(pack(".pack"), 200, new byte[(int) Files.size(pack(".pack")) - 300]);
    stops(Reason.REPOSITORY_CORRUPT, this::servesEverything);

    Poll poll = repository.poll();

    assertThat(poll.moved()).isEmpty();
    assertThat(poll.notices()).isEmpty();
    servesEverything();
  }

  @Test
  void staleLocksAreRemoved() throws Exception {
    for (String lock : List.of("refs/heads/main.lock", "packed-refs.lock", "config.lock")) {
      Files.createFile(cache().resolve(lock));
    }
    files.put("new.yaml", "kind: New\n");
    config.commit("main", files);

    repository.poll();

    servesEverything();
  }

  @Test
  void killedInTheMiddleOfAFetch() throws Exception {
    files.put("new.yaml", noise(new Random(3), 300_000));
    String before = repository.tip("main").commit();
    config.commit("main", files);
    repository.close();
    faults.turnOn(new GitFault.Stall(100_000));
    Process fetching =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FetchInAnotherProcess.class.getName(),
                host.url("config"),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      Eventually.holds("the fetch is under way", () -> faults.stalling() > 0);
      Eventually.holds("half a pack is there", this::hasHalfAPack);
    } finally {
      fetching.destroyForcibly();
      assertThat(fetching.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    faults.turnOff();

    repository = open();

    assertThat(hasHalfAPack()).as("what the killed process left is removed").isFalse();
    assertThat(repository.tip("main").commit()).isEqualTo(before);
    repository.poll();
    servesEverything();
  }

  private boolean hasHalfAPack() throws IOException {
    try (Stream<Path> objects = Files.list(cache().resolve("objects"))) {
      return objects.anyMatch(file -> file.getFileName().toString().startsWith("incoming_"));
    }
  }

  private static void truncate(Path file) throws IOException {
    makeWritable(file);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(access.length() / 2);
    }
  }

  private static void overwrite(Path file, long position, byte[] bytes) throws IOException {
    makeWritable(file);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(position);
      access.write(bytes);
    }
  }

  private static void makeWritable(Path file) {
    assertThat(file.toFile().setWritable(true)).isTrue();
  }

  private static String noise(Random random, int length) {
    return random
        .ints(length, ' ', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
