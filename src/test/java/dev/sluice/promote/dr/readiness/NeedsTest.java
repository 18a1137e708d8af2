package dev.sluice.promote.dr.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the role active names and Git does not hold. */
class NeedsTest {

  @Test
  void isWhateverPodsNameInAllThePlacesThatTheyCan() {
    assertThat(
            new Standby()
                .active(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web}
                    spec:
                      template:
                        spec:
                          serviceAccountName: web
                          priorityClassName: high
                          runtimeClassName: gvisor
                          imagePullSecrets: [{name: registry}]
                          initContainers:
                            - name: wait
                              env: [{name: A, valueFrom: {configMapKeyRef: {name: flags, key: a}}}]
                          containers:
                            - name: web
                              envFrom: [{secretRef: {name: database}}, {configMapRef: {name: settings}}]
                          volumes:
                            - {name: tls, secret: {secretName: tls}}
                            - {name: data, persistentVolumeClaim: {claimName: uploads}}
                            - {name: all, projected: {sources: [{secret: {name: token}}]}}
                    """)
                .needs())
        .containsExactly(
            "ConfigMap flags",
            "ConfigMap settings",
            "PersistentVolumeClaim uploads",
            "PriorityClass high",
            "RuntimeClass gvisor",
            "Secret database",
            "Secret registry",
            "Secret tls",
            "Secret token",
            "ServiceAccount web");
  }

  @Test
  void isNotWhatGitBringsNorWhatAPodStartsWithout() {
    assertThat(
            new Standby()
                .active(
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings}
                    ---
                    apiVersion: batch/v1
                    kind: CronJob
                    metadata: {name: report}
                    spec:
                      jobTemplate:
                        spec:
                          template:
                            spec:
                              serviceAccountName: default
                              containers:
                                - name: report
                                  envFrom:
                                    - configMapRef: {name: settings}
                                    - secretRef: {name: extra, optional: true}
                                  env:
                                    - name: KEY
                                      valueFrom: {secretKeyRef: {name: keys, key: a}}
                                    - name: MAYBE
                                      valueFrom: {secretKeyRef: {name: more, key: b, optional: true}}
                    """)
                .needs())
        .containsExactly("Secret keys");
  }

  @Test
  void areTheClassesOfClaimsAndIngresses() {
    assertThat(
            new Standby()
                .active(
                    """
                    apiVersion: apps/v1
                    kind: StatefulSet
                    metadata: {name: db}
                    spec:
                      template: {spec: {containers: [{name: db}]}}
                      volumeClaimTemplates:
                        - spec: {storageClassName: fast}
                    ---
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: by-hand}
                    spec: {storageClassName: ""}
                    ---
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: any}
                    spec: {resources: {requests: {storage: 1Gi}}}
                    ---
                    apiVersion: networking.k8s.io/v1
                    kind: Ingress
                    metadata: {name: web}
                    spec: {ingressClassName: nginx}
                    """)
                .needs())
        .containsExactly("IngressClass nginx", "StorageClass ", "StorageClass fast");
  }
}
