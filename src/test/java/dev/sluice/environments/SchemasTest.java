package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The published schemas are the ones the parsers follow. After a change: {@code ./mvnw test
 * -Dtest=SchemasTest -Dsluice.write-schema} writes them anew.
 */
class SchemasTest {

  @Test
  void theCommittedSchemaOfEnvironmentsIsTheGeneratedOne() throws IOException {
    check("environment.schema.json", Schemas.environment());
  }

  @Test
  void theCommittedSchemaOfApplicationsIsTheGeneratedOne() throws IOException {
    check("application.schema.json", Schemas.application());
  }

  @Test
  void theCommittedSchemaOfHealthRulesIsTheGeneratedOne() throws IOException {
    check("health-rules.schema.json", Schemas.healthRules());
  }

  private static void check(String name, Map<String, Object> schema) throws IOException {
    Path file = Checkout.root().resolve("docs/schema").resolve(name);
    String generated =
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    if (System.getProperty("sluice.write-schema") != null) {
      Files.writeString(file, generated);
    }
    assertThat(Files.readString(file)).isEqualTo(generated);
  }
}
