package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The REST paths of an API server. */
final class Paths {

  private Paths() {}

  /** All resources of one API version. */
  static String version(String group, String version) {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }

  /** All objects of a kind in all namespaces. */
  static String all(KindInfo info) {
    ApiKind kind = info.kind();
    return version(kind.group(), kind.version()) + "/" + info.plural();
  }

  /** All objects of a kind in one namespace; in all for a cluster-scoped kind. */
  static String in(KindInfo info, String namespace) {
    ApiKind kind = info.kind();
    return info.scope() == KindInfo.Scope.CLUSTER
        ? all(info)
        : version(kind.group(), kind.version())
            + "/namespaces/"
            + escape(namespace)
            + "/"
            + info.plural();
  }

  /** One object. */
  static String one(KindInfo info, ObjectKey key) {
    return in(info, key.namespace()) + "/" + escape(key.name());
  }

  /** A Secret. */
  static String secret(String namespace, String name) {
    return "/api/v1/namespaces/" + escape(namespace) + "/secrets/" + escape(name);
  }

  /** A value inside a path or query. */
  static String escape(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
