package dev.sluice.controlplane;

/** A program of the control plane, and the Go package that it is built from. */
public enum Binary {
  ETCD("etcd", GoModule.KUBERNETES, "go.etcd.io/etcd/server/v3"),
  KUBE_APISERVER("kube-apiserver", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-apiserver"),
  KUBE_CONTROLLER_MANAGER(
      "kube-controller-manager",
      GoModule.KUBERNETES,
      "k8s.io/kubernetes/cmd/kube-controller-manager"),
  KUBE_SCHEDULER("kube-scheduler", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-scheduler"),
  KUBECTL("kubectl", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubectl"),
  KWOK("kwok", GoModule.KWOK, "sigs.k8s.io/kwok/cmd/kwok");

  private final String fileName;
  private final GoModule module;
  private final String goPackage;

  Binary(String fileName, GoModule module, String goPackage) {
    this.fileName = fileName;
    this.module = module;
    this.goPackage = goPackage;
  }

  /** The file name, the same in every folder that holds these programs. */
  public String fileName() {
    return fileName;
  }

  GoModule module() {
    return module;
  }

  String goPackage() {
    return goPackage;
  }
}
