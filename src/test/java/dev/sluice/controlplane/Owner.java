package dev.sluice.controlplane;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A program that brings up a control plane and then waits for its end; started by a test. */
final class Owner {
  private Owner() {}

  /** Prints the folder and the process ids of the parts on one line, then waits. */
  public static void main(String[] arguments) throws InterruptedException {
    Extent extent = Extent.CONTROLLERS;
    ControlPlane plane = ControlPlane.start(ControlPlaneOptions.of(extent), Progress.silent());
    Path folder = plane.certificateAuthority().getParent().getParent();
    String pids =
        extent.parts().stream()
            .map(plane::pid)
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    System.out.println(folder + " " + pids);
    Thread.currentThread().join();
  }
}
