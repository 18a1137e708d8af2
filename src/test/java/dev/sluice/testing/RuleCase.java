package dev.sluice.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One folder of YAML files that says what is given and what is expected. A file that no rule asked
 * for fails the test: an example that nobody reads proves nothing.
 */
public final class RuleCase {

  private final Path folder;
  private final SortedSet<String> unread = new TreeSet<>();

  private RuleCase(Path folder) {
    this.folder = folder;
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> unread.add(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One test per folder in {@code src/test/resources/<stage>}. */
  public static Stream<DynamicTest> in(String stage, Consumer<RuleCase> test) {
    Path root = Path.of("src/test/resources", stage);
    try (Stream<Path> folders = Files.list(root)) {
      return folders.sorted().toList().stream()
          .map(folder ->
              dynamicTest(
                  folder.getFileName().toString(),
                  folder.toUri(),
                  () -> {
                    RuleCase one = new RuleCase(folder);
                    test.accept(one);
                    one.checkAllRead();
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the folder. */
  public String name() {
    return folder.getFileName().toString();
  }

  /** The content of a file of this case. */
  public Map<String, Object> read(String file) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
  }

  /** The text of a file of this case. */
  public String text(String file) {
    unread.remove(file);
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of this case but one, as they are: name to content. */
  public SortedMap<String, String> allBut(String file) {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path one : files.filter(path -> !path.endsWith(file)).toList()) {
        unread.remove(one.getFileName().toString());
        contents.put(one.getFileName().toString(), Files.readString(one));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** Whether the case has such a file. */
  public boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  private void checkAllRead() {
    if (!unread.isEmpty()) {
      throw new AssertionError("files that no rule read in " + folder + ": " + unread);
    }
  }
}
