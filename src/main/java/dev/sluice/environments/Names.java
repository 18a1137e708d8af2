package dev.sluice.environments;

import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;

/** What names look like: of environments, clusters, gates and more. */
final class Names {

  static final Text SHAPE =
      new Text(
          Pattern.compile("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"),
          "at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
          List.of("prod"));

  private Names() {}
}
