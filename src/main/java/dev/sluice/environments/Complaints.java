package dev.sluice.environments;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.yaml.YamlNode;
import java.util.List;

/**
 * Collects what is wrong with one file.
 *
 * @param failures where it goes
 * @param file the path of the file
 * @param reason what a mistake in such a file is called
 */
record Complaints(List<Failure> failures, String file, Reason reason) {

  /** A mistake in this file. */
  void add(int line, String field, String message, String remedy) {
    add(reason, line, field, message, remedy);
  }

  /** Something else stands where this was expected. */
  void wrongType(String path, int line, YamlNode found, String expected) {
    add(line, path, "expected " + expected + ", found " + found.describe(), "");
  }

  private void add(Reason why, int line, String field, String message, String remedy) {
    failures.add(Failure.at(why, new Origin(file, line), field, message, remedy));
  }
}
