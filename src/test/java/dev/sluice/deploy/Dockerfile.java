package dev.sluice.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The instructions of a Dockerfile, continued lines joined, comments dropped.
 *
 * @param instructions in order
 */
record Dockerfile(List<Instruction> instructions) {

  static Dockerfile read(Path file) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String raw : Files.readAllLines(file)) {
      if (raw.isBlank() || raw.stripLeading().startsWith("#")) {
        continue;
      }
      if (raw.endsWith("\\")) {
        line.append(raw, 0, raw.length() - 1);
        continue;
      }
      instructions.add(Instruction.parse(line.append(raw).toString().strip()));
      line.setLength(0);
    }
    return new Dockerfile(List.copyOf(instructions));
  }

  List<Instruction> all(String keyword) {
    return instructions.stream().filter(one -> one.keyword().equals(keyword)).toList();
  }

  /** The image of the one FROM that names it. */
  String base(String image) {
    return all("FROM").stream()
        .map(from -> from.words().getFirst())
        .filter(name -> name.startsWith(image))
        .reduce((a, b) -> {
          throw new AssertionError("more than one FROM " + image);
        })
        .orElseThrow(() -> new AssertionError("no FROM " + image));
  }

  /**
   * @param keyword FROM, COPY, RUN …
   * @param words the rest, without options
   * @param options what starts with {@code --}
   */
  record Instruction(String keyword, List<String> words, List<String> options) {

    static Instruction parse(String line) {
      List<String> parts = Arrays.asList(line.split("\\s+"));
      List<String> rest = parts.subList(1, parts.size());
      List<String> options = rest.stream().takeWhile(word -> word.startsWith("--")).toList();
      return new Instruction(parts.getFirst(), rest.subList(options.size(), rest.size()), options);
    }

    Optional<String> option(String name) {
      String prefix = "--" + name + "=";
      return options.stream()
          .filter(option -> option.startsWith(prefix))
          .map(option -> option.substring(prefix.length()))
          .findFirst();
    }

    /** All but the last word of a COPY. */
    List<String> sources() {
      return words.subList(0, words.size() - 1);
    }

    String text() {
      return String.join(" ", words);
    }
  }
}
