package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people are told to type finds what it is about. */
class GuideTest {

  private static final Pattern SUBSTITUTION = Pattern.compile("sed -i 's/([^/]*)/[^/]*/' (\\S+)");
  private static final Pattern DELETION = Pattern.compile("sed -i '/([^/]*)/d' (\\S+)");
  private static final Pattern APPENDED = Pattern.compile(">> (\\S+)");
  private static final Pattern NAMESPACE = Pattern.compile("kubectl -n (\\S+)-([a-z]+) ");
  private static final Pattern STUB = Pattern.compile("touch \\{down}/(\\S+)");
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{([a-z]+)}");

  @Test
  void everyEditHitsALine() throws IOException {
    List<MatchResult> edits =
        Stream.concat(found(SUBSTITUTION).stream(), found(DELETION).stream()).toList();
    assertThat(edits).hasSizeGreaterThan(4);
    for (MatchResult edit : edits) {
      assertThat(lines(edit.group(2)))
          .as(edit.group())
          .anyMatch(line -> Pattern.compile(edit.group(1)).matcher(line).find());
    }
    assertThat(found(APPENDED))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Checkout.root().resolve(file.group(1))).isRegularFile());
  }

  @Test
  void everyNamespaceIsThatOfAnOverlay() throws IOException {
    assertThat(found(NAMESPACE))
        .isNotEmpty()
        .allSatisfy(one ->
            assertThat(Checkout.root().resolve("overlays/" + one.group(1) + "/" + one.group(2)))
                .isDirectory());
  }

  @Test
  void everyStubIsAskedByAGate() throws IOException {
    for (MatchResult stub : found(STUB)) {
      assertThat(lines("environments/*.yaml"))
          .anyMatch(line -> line.contains("url: https://" + stub.group(1) + "/"));
    }
  }

  @Test
  void everythingInBracesIsFilledIn() throws IOException {
    assertThat(found(PLACEHOLDER))
        .extracting(one -> one.group(1))
        .containsOnly(
            "kubeconfig", "kubectl", "sluice", "repository", "down", "ada", "grace", "joan");
  }

  private static List<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Guide.text()).results().toList();
  }

  /** Lines of the files that a pattern of the shell stands for. */
  private static List<String> lines(String pattern) throws IOException {
    Path path = Checkout.root().resolve(pattern);
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
      for (Path file : files) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
