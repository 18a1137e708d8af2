package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Stopped;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RenderCacheTest {

  private final TestTree tree = new TestTree().file("a", "1").file("b", "2").file("c", "3");

  @Test
  void forgetsWhatWasUsedLongestAgoWhenItIsTooHeavy() throws Stopped {
    RenderCache cache = new RenderCache(10, 100);
    cache.put("one", render("a", 40));
    cache.put("two", render("b", 40));
    assertThat(cache.find("one", tree)).isPresent();
    cache.put("three", render("c", 40));
    assertThat(cache.find("one", tree)).isPresent();
    assertThat(cache.find("two", tree)).isEmpty();
    assertThat(cache.find("three", tree)).isPresent();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void keepsNothingThatIsHeavierThanAllItMayHold() throws Stopped {
    RenderCache cache = new RenderCache(10, 100);
    cache.put("small", render("a", 40));
    cache.put("huge", render("b", 101));
    assertThat(cache.find("huge", tree)).isEmpty();
    assertThat(cache.find("small", tree)).isPresent();
  }

  @Test
  void boundsTheNumberOfPlaces() throws Stopped {
    RenderCache cache = new RenderCache(2, 100);
    cache.put("one", render("a", 1));
    cache.put("two", render("b", 1));
    cache.put("three", render("c", 1));
    assertThat(cache.find("one", tree)).isEmpty();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void keepsTheSameClosureOnce() {
    RenderCache cache = new RenderCache(2, 100);
    for (int i = 0; i < 50; i++) {
      cache.put("one", render("a", 40));
    }
    assertThat(cache.size()).isEqualTo(1);
  }

  private RenderCache.Kept render(String read, long bytes) {
    TreeMap<String, String> ids = new TreeMap<>();
    ids.put(read, tree.find(read).orElseThrow().id());
    return new RenderCache.Kept.Rendered(
        new Desired(List.of(), new Closure("engine", ids), "digest", List.of()), bytes);
  }
}
