package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.util.Map;

/** Who somebody is, by the only word that counts: that of the API server. */
public final class Identity {

  private static final KindInfo REVIEW =
      new KindInfo(
          new ApiKind("authentication.k8s.io", "v1", "SelfSubjectReview"),
          "selfsubjectreviews",
          KindInfo.Scope.CLUSTER);

  private Identity() {}

  /**
   * The user name that the API server knows this connection by.
   *
   * @throws Stopped when it cannot be asked, or does not tell
   */
  public static String of(Clusters.Connected connected) throws Stopped {
    Connection connection = connected.connection();
    Request request =
        Request.create(
            Paths.all(REVIEW),
            Json.text(
                Map.of("apiVersion", REVIEW.kind().apiVersion(), "kind", REVIEW.kind().kind())));
    Answer answer = connection.send(request);
    if (!answer.successful()) {
      throw ApiErrors.stopped(
          Asked.about(
              connection.cluster(),
              "create",
              REVIEW,
              new ObjectKey(REVIEW.kind().group(), REVIEW.kind().kind(), "", "")),
          answer);
    }
    try {
      Map<String, Object> status = Trees.map(answer.tree(), "status");
      String name = Trees.string(Trees.map(status, "userInfo"), "username");
      if (name.isEmpty()) {
        throw new Stopped(
            Failure.of(
                Reason.CLUSTER_REFUSED_CREDENTIALS,
                "the API server does not tell who you are",
                "Check the user of the context in your kubeconfig"));
      }
      return name;
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }
}
