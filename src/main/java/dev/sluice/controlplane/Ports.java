package dev.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of one control plane, free when they were chosen.
 *
 * @param etcd where etcd serves the API server
 * @param etcdPeer where etcd would serve other members; it insists on having one
 * @param apiServer where the API server serves everybody
 */
record Ports(int etcd, int etcdPeer, int apiServer) {
  // Below the range from which systems take the local ports of outgoing connections (from 32768 on
  // Linux, 49152 elsewhere): a port that is free now would otherwise often be taken a second later.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  static Ports choose() throws IOException {
    int first = free();
    int second = free();
    int third = free();
    return first == second || second == third || first == third
        ? choose()
        : new Ports(first, second, third);
  }

  private static int free() throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new IOException(
        "No free port found between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1", last);
  }
}
