package dev.sluice.kube;

/**
 * What is listed and watched: the objects of a kind under a path, of those the ones with a label.
 *
 * @param info the kind
 * @param path where its objects are listed
 * @param selector label selector; empty for all
 */
record Collection(KindInfo info, String path, String selector) {

  /** Every object of the kind that carries a label, in the whole cluster. */
  static Collection labelled(KindInfo info, String label) {
    return new Collection(info, Paths.all(info), label);
  }

  /** Every object of the kind in a namespace. */
  static Collection in(KindInfo info, String namespace) {
    return new Collection(info, Paths.in(info, namespace), "");
  }

  /** The path with a query; the selector is part of it. */
  String query(String parameters) {
    String selection = selector.isEmpty() ? "" : "&labelSelector=" + Paths.escape(selector);
    return path + "?" + parameters + selection;
  }
}
