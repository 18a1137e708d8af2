package dev.sluice.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an open watch, taken by one thread. Asks for more bytes only when what came was
 * taken, so a slow reader slows the server and not the heap.
 */
final class WatchStream implements AsyncBody.Consumer<List<ByteBuffer>>, AutoCloseable {

  // What the network thread hands over: bytes, or the end.
  private sealed interface Arrival {
    record Bytes(List<ByteBuffer> buffers) implements Arrival {}

    record End(@Nullable Throwable failure) implements Arrival {}
  }

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Queue<byte[]> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private @Nullable AsyncBody body;
  private final Breaker breaker;
  private final Runnable breakOff =
      () -> arrivals.add(new Arrival.End(new IOException("its API server cannot be reached")));
  private int status;

  /** A stream that breaks off when its server goes. */
  WatchStream(Breaker breaker) {
    this.breaker = breaker;
  }

  void opened(int httpStatus, AsyncBody opened) {
    status = httpStatus;
    body = opened;
    breaker.begun(breakOff);
    var unused =
        opened.done().whenComplete((done, failure) -> arrivals.add(new Arrival.End(failure)));
    opened.consume();
  }

  /** The HTTP status with which the watch was answered. */
  int status() {
    return status;
  }

  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody from) {
    arrivals.add(new Arrival.Bytes(buffers));
  }

  /**
   * The next line.
   *
   * @param patience how long the server may stay silent
   * @return the line; null at the end of the stream
   * @throws IOException when the connection broke or stayed silent
   */
  byte @Nullable [] next(Duration patience) throws IOException, InterruptedException {
    while (lines.isEmpty()) {
      switch (arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        case null -> throw new IOException("nothing heard for " + patience.toSeconds() + " s");
        case Arrival.Bytes(List<ByteBuffer> buffers) -> split(buffers);
        case Arrival.End(Throwable failure) -> {
          if (failure != null) {
            throw new IOException(failure);
          }
          return null;
        }
      }
    }
    return lines.remove();
  }

  /** All that is left, for the text of a refusal. */
  byte[] rest(Duration patience) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line = next(patience); line != null; line = next(patience)) {
      all.writeBytes(line);
      all.write('\n');
    }
    all.writeBytes(partial.toByteArray());
    return all.toByteArray();
  }

  @Override
  public void close() {
    breaker.ended(breakOff);
    if (body != null) {
      body.cancel();
    }
  }

  private void split(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          lines.add(partial.toByteArray());
          partial.reset();
        } else {
          partial.write(next);
        }
      }
    }
    if (body != null) {
      body.consume();
    }
  }
}
