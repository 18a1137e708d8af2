package dev.sluice.controlplane;

/** A running process of the control plane. */
public enum Part {
  ETCD(Binary.ETCD),
  API_SERVER(Binary.KUBE_APISERVER),
  CONTROLLER_MANAGER(Binary.KUBE_CONTROLLER_MANAGER),
  SCHEDULER(Binary.KUBE_SCHEDULER),
  /** The nodes without machines: KWOK, with the stages of this project. */
  NODES(Binary.KWOK);

  private final Binary binary;

  Part(Binary binary) {
    this.binary = binary;
  }

  /** The program that the part runs. */
  public Binary binary() {
    return binary;
  }

  /** Names the part's files and its process in messages. */
  String id() {
    return binary.fileName();
  }
}
