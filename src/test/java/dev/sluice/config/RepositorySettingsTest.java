package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.git.BranchPattern;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositorySettingsTest {

  private static final String HOTFIXES = "sluice.repositories.config.hotfix-branches";

  @Test
  void hotfixBranchesAreNamedSoUnlessOthersOrNoneAreSaid() throws Exception {
    assertThat(hotfixes(Map.of())).extracting(BranchPattern::glob).containsExactly("hotfix/*");
    assertThat(hotfixes(Map.of(HOTFIXES, "urgent/**,fix-*")))
        .extracting(BranchPattern::glob)
        .containsExactlyInAnyOrder("urgent/**", "fix-*");
    assertThat(hotfixes(Map.of(HOTFIXES, ""))).isEmpty();
  }

  @Test
  void whatNamesNoBranchesOfTheRepositoryStopsTheDaemon() {
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> hotfixes(Map.of(HOTFIXES, "hotfix/*,refs/pull/*")));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(stopped.failure().message()).startsWith(HOTFIXES).contains("refs/pull/*");
  }

  private static Set<BranchPattern> hotfixes(Map<String, String> properties) throws Stopped {
    return Settings.repositories(
            new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValue("sluice.repositories.config.url", "https://git.example.com/c.git")
                .withDefaultValue("java.io.tmpdir", "/tmp")
                .withDefaultValues(properties)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(SluiceConfig.class)
                .build()
                .getConfigMapping(SluiceConfig.class))
        .getFirst()
        .hotfixBranches();
  }
}
