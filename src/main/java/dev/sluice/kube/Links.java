package dev.sluice.kube;

import dev.sluice.model.Stopped;

/** Where a connection takes its link from: credentials may be replaced while it is in use. */
interface Links extends AutoCloseable {

  /** The link to use now. */
  Link current();

  /**
   * Looks for other credentials than those that an API server did not accept.
   *
   * @return whether there is another link now, so that another try is worthwhile
   * @throws Stopped when what replaced them cannot be used
   */
  boolean renew(Link refused) throws Stopped;

  @Override
  void close();

  /** The one link of a kubeconfig file or a Pod. */
  static Links fixed(Link link) {
    return new Links() {
      @Override
      public Link current() {
        return link;
      }

      @Override
      public boolean renew(Link refused) {
        return false;
      }

      @Override
      public void close() {
        link.http().close();
      }
    };
  }
}
