package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The published schema is the one the parser follows. After a change: {@code ./mvnw test
 * -Dtest=EnvironmentSchemaTest -Dsluice.write-schema} writes it anew.
 */
class EnvironmentSchemaTest {

  private final Path file = Checkout.root().resolve("docs/schema/environment.schema.json");

  @Test
  void theCommittedSchemaIsTheGeneratedOne() throws IOException {
    String generated =
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(EnvironmentSchema.tree())
            + "\n";
    if (System.getProperty("sluice.write-schema") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(Files.readString(file)).isEqualTo(generated);
  }
}
