package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the program that started a control plane ends, nothing of the control plane stays. */
class OwnerEndsApiTest {

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT"})
  void nothingIsLeftBehind(String signal) throws Exception {
    Process owner = startOwner();
    try (var out = owner.inputReader(StandardCharsets.UTF_8)) {
      String[] words = out.readLine().split(" ");
      Path folder = Path.of(words[0]);
      List<ProcessHandle> parts =
          Stream.of(words)
              .skip(1)
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(parts).hasSize(3).allMatch(ProcessHandle::isAlive);
      assertThat(folder).isDirectory();

      send(signal, owner);

      Eventually.holds(
          "its parts are gone", () -> parts.stream().noneMatch(ProcessHandle::isAlive));
      Eventually.holds("its folder is gone", () -> !Files.exists(folder));
      Eventually.holds("it is gone itself", () -> !owner.isAlive());
    } finally {
      owner.destroyForcibly();
    }
  }

  /**
   * A program started in the background by a shell ignores SIGINT, and so do its children: where
   * the tests run like that, {@code env} gives the owner the signal back that a terminal would
   * send.
   */
  private static Process startOwner() throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Owner.class.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void send(String signal, Process process) throws Exception {
    var kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid());
    assertThat(kill.inheritIO().start().waitFor()).isZero();
  }
}
