package dev.sluice.report;

import dev.sluice.model.Failure;
import java.util.List;

/** Is told how the config repositories stand. */
@FunctionalInterface
public interface Repositories {

  /**
   * A repository stands like this now.
   *
   * @param failures what is wrong with it or its environment files; empty when nothing
   */
  void stand(String repository, List<Failure> failures);
}
