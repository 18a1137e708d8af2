package dev.sluice.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request to one address that was looked at before. A client of its own, because those of the
 * JDK look names up by themselves, and a name may lead elsewhere the second time. Follows no
 * redirect; keeps nothing.
 */
final class HttpExchange {

  private final SSLSocketFactory encryption;
  private final Duration timeout;
  private final int bodyBytes;

  /**
   * A client.
   *
   * @param timeout for all of one request
   * @param bodyBytes as much of a body is read
   */
  HttpExchange(SSLSocketFactory encryption, Duration timeout, int bodyBytes) {
    this.encryption = encryption;
    this.timeout = timeout;
    this.bodyBytes = bodyBytes;
  }

  /**
   * Asks.
   *
   * @param address where the host is
   * @throws ProbeFailed when there is no whole answer in time
   */
  HttpReply ask(HttpQuestion question, InetAddress address) throws ProbeFailed {
    long begin = System.nanoTime();
    try (Socket plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(address, question.port()), Math.toIntExact(timeout.toMillis()));
      Deadline deadline = new Deadline(begin + timeout.toNanos());
      deadline.limit(plain);
      try (Socket socket = question.isEncrypted() ? encrypted(plain, question) : plain) {
        send(socket.getOutputStream(), question);
        InputStream in = new BufferedInputStream(deadline.limited(socket, plain));
        HttpReader.Message message = new HttpReader(in, bodyBytes).read();
        return new HttpReply(
            message.status(), message.body(), Duration.ofNanos(System.nanoTime() - begin));
      }
    } catch (SocketTimeoutException e) {
      throw new ProbeFailed("no whole answer within %d s".formatted(timeout.toSeconds()), e);
    } catch (ConnectException e) {
      throw new ProbeFailed("nobody answers there", e);
    } catch (SSLException e) {
      throw new ProbeFailed("the encrypted connection failed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ProbeFailed("the connection failed: " + e.getMessage(), e);
    }
  }

  private Socket encrypted(Socket plain, HttpQuestion question) throws IOException {
    SSLSocket socket =
        (SSLSocket) encryption.createSocket(plain, question.host(), question.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void send(OutputStream out, HttpQuestion question) throws IOException {
    byte[] body = question.body().getBytes(StandardCharsets.UTF_8);
    out.write(question.head(body.length).getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.flush();
  }

  /** A server that sends a byte now and then must not hold a probe for ever. */
  private record Deadline(long nanos) {

    void limit(Socket socket) throws IOException {
      long left = (nanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("the time is over");
      }
      socket.setSoTimeout(Math.toIntExact(left));
    }

    InputStream limited(Socket socket, Socket plain) throws IOException {
      InputStream in = socket.getInputStream();
      return new InputStream() {

        @Override
        public int read() throws IOException {
          limit(plain);
          return in.read();
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          limit(plain);
          return in.read(buffer, from, length);
        }
      };
    }
  }
}
