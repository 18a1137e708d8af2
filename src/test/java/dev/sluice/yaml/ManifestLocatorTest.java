package dev.sluice.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestLocatorTest {

  private static final String FILE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
        labels:
          app.kubernetes.io/name: web
      spec:
        ports:
          - name: http
            port: 80
          - {name: https, port: 443}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        template:
          spec:
            containers:
              - name: web
                image: web:1
              - name: sidecar
                image: proxy:2
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Service    | web     | spec.ports[0].port                                   | 10
          Service    | web     | spec.ports[1].port                                   | 11
          Service    | web     | metadata.labels[app.kubernetes.io/name]              | 6
          Service    | web     | spec.selector                                        | 7
          Service    | dev-web | spec.ports                                           | 8
          Service    | other   | metadata.name                                        | 4
          Deployment | web     | .spec.template.spec.containers[name="sidecar"].image | 24
          Deployment | web     | spec.template.spec.containers[7].image               | 20
          Deployment | web     | ''                                                   | 13
          Ingress    | web     | spec.rules                                           | 0
          """)
  void namesTheDeepestLineThatIsThere(String kind, String name, String field, int line) {
    assertThat(
            ManifestLocator.locate(
                "web.yaml", FILE.getBytes(StandardCharsets.UTF_8), kind, name, field))
        .hasToString(line == 0 ? "web.yaml" : "web.yaml:" + line);
  }

  @ParameterizedTest
  @CsvSource({"'kind: [Service'", "'just text'", "''"})
  void whatCannotBeReadCostsTheLineOnly(String text) {
    assertThat(
            ManifestLocator.locate(
                "web.yaml", text.getBytes(StandardCharsets.UTF_8), "Service", "web", "spec"))
        .hasToString("web.yaml");
  }
}
