package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the settings lists exactly those that the code reads, with their defaults. */
class ConfigurationDocsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sluice\\.[^`]+)` \\| (.+?) \\|");

  @Test
  void thePageListsEverySettingAndNoOther() throws IOException {
    assertThat(documented().keySet()).containsExactlyElementsOf(settings().keySet());
  }

  @Test
  void everyDefaultIsTheOneOfTheCode() throws IOException {
    Map<String, String> documented = documented();
    settings()
        .forEach((name, value) -> {
          if (!value.isEmpty() && !value.contains("${")) {
            assertThat(documented.get(name)).as(name).isEqualTo("`" + value + "`");
          }
        });
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Checkout.root().resolve("docs/configuration.md")));
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    collect("sluice", SluiceConfig.class, settings);
    return settings;
  }

  private static void collect(String prefix, Class<?> group, Map<String, String> settings) {
    for (Method method : group.getDeclaredMethods()) {
      String name = prefix + "." + kebab(method.getName());
      Type type = method.getGenericReturnType();
      if (type instanceof ParameterizedType of && of.getRawType() == Map.class) {
        collect(name + ".NAME", (Class<?>) of.getActualTypeArguments()[1], settings);
      } else if (type instanceof Class<?> nested
          && nested.isInterface()
          && nested.getEnclosingClass() == SluiceConfig.class) {
        collect(name, nested, settings);
      } else {
        WithDefault value = method.getAnnotation(WithDefault.class);
        settings.put(name, value == null ? "" : value.value());
      }
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }
}
