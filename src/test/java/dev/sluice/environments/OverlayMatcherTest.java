package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.testing.MemoryTree;
import org.junit.jupiter.api.Test;

class OverlayMatcherTest {

  private final MemoryTree tree =
      new MemoryTree()
          .file("overlays/shop/base/a.yaml", "")
          .file("overlays/shop/dev/a.yaml", "")
          .file("overlays/shop/prod/a.yaml", "")
          .file("overlays/billing/dev/a.yaml", "")
          .file("overlays/README.md", "")
          .file("overlays/notes/dev", "a file is no overlay")
          .symlink("overlays/linked/dev", "../shop/dev");

  @Test
  void everyDirectoryThatMatchesIsAnApplication() throws Stopped {
    OverlayMatches matches = match("overlays/*/dev", "{application}");
    assertThat(matches.applications()).containsExactly("billing", "shop");
    assertThat(matches.failures()).isEmpty();
  }

  @Test
  void theStarMayBePartOfASegmentOrTheLastOne() throws Stopped {
    assertThat(match("overlays/sh*/dev", "").applications()).containsExactly("op");
    assertThat(match("overlays/*", "").applications())
        .containsExactly("billing", "linked", "notes", "shop");
    assertThat(match("*/shop/prod", "").applications()).containsExactly("overlays");
  }

  @Test
  void nothingThatMatchesNamesWhatIsThere() throws Stopped {
    assertThat(match("overlays/*/test", "").failures())
        .extracting(Failure::toString)
        .containsExactly(
            "NoOverlayMatches: environments/dev.yaml: spec.overlays: no directory matches"
                + " overlays/*/test; in overlays there are overlays/billing/dev, overlays/linked,"
                + " overlays/notes, overlays/shop/base, overlays/shop/dev, overlays/shop/prod."
                + " Correct the pattern, or add the overlay. Until then what runs in dev stays as"
                + " it is");
  }

  @Test
  void aParentThatIsNotThereNamesItsNearestNeighbours() throws Stopped {
    assertThat(match("apps/all/*/dev", "").failures())
        .singleElement()
        .extracting(Failure::message)
        .isEqualTo(
            "no directory matches apps/all/*/dev; in the root of the repository there are overlays");
  }

  @Test
  void anApplicationThatGivesNoNamespaceIsLeftOutByName() throws Stopped {
    tree.file("overlays/My_App/dev/a.yaml", "");
    OverlayMatches matches = match("overlays/*/dev", "{application}-{environment}");
    assertThat(matches.applications()).containsExactly("billing", "shop");
    assertThat(matches.failures())
        .singleElement()
        .extracting(Failure::message)
        .isEqualTo(
            "for the application My_App this gives My_App-dev, which is no name for a namespace");
  }

  private OverlayMatches match(String pattern, String namespace) throws Stopped {
    return OverlayMatcher.match(
        tree,
        new Environment(
            "dev",
            pattern,
            "",
            namespace,
            "main",
            SyncPolicy.DEFAULT,
            "",
            new Origin("environments/dev.yaml", 1)));
  }
}
