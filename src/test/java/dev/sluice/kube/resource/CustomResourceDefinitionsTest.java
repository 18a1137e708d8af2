package dev.sluice.kube.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CRDs in {@code deploy/base/crds} are what the types generate. After a change of the types run
 * this test with {@code -Dsluice.crds=write} once, and look at the difference.
 */
class CustomResourceDefinitionsTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("sluice.checkout", ".")).resolve("deploy/base/crds");

  @Test
  void theCommittedFilesAreTheGeneratedOnes(@TempDir Path generated) throws IOException {
    new CRDGenerator()
        .customResourceClasses(
            TargetResource.class,
            InventoryResource.class,
            RepositoryResource.class,
            PromotionResource.class,
            ApprovalResource.class,
            PromotionRequestResource.class,
            LedgerSegmentResource.class)
        .inOutputDir(generated.toFile())
        .withImplicitPreserveUnknownFields(false)
        .withPostProcessor(inReadingOrder())
        .generate();
    if ("write".equals(System.getProperty("sluice.crds"))) {
      write(generated);
    }

    assertThat(names(COMMITTED)).isEqualTo(names(generated)).hasSize(7);
    for (String name : names(generated)) {
      assertThat(COMMITTED.resolve(name)).hasSameTextualContentAs(generated.resolve(name));
    }
  }

  // The generator sorts the columns by their path; a person reads who, what, how, since when.
  private static CRDPostProcessor inReadingOrder() {
    List<String> order =
        List.of(
            "Environment",
            "Application",
            "Chunk",
            "Segment",
            "Revision",
            "Sync",
            "Health",
            "Kind",
            "Action",
            "Decision",
            "Approver",
            "By",
            "State",
            "Since",
            "Result",
            "Message",
            "Age");
    return new CRDPostProcessor() {
      @Override
      public HasMetadata process(HasMetadata crd, String version) {
        ((CustomResourceDefinition) crd)
            .getSpec()
            .getVersions()
            .forEach(one ->
                one.getAdditionalPrinterColumns()
                    .sort(Comparator.comparing(column -> order.indexOf(column.getName()))));
        return crd;
      }
    };
  }

  private static void write(Path generated) throws IOException {
    Files.createDirectories(COMMITTED);
    for (String name : names(generated)) {
      Files.writeString(COMMITTED.resolve(name), Files.readString(generated.resolve(name)));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
