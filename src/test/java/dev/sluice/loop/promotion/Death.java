package dev.sluice.loop.promotion;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import java.io.IOException;

/** Comes at one write, counted over the API server and the Git host together. */
final class Death implements ApiProxy.Interference {

  private final int fatal;
  private final Fate last;
  private boolean counting;
  private boolean dead;
  private int writes;

  Death(int fatal, Fate last) {
    this.fatal = fatal;
    this.last = last;
  }

  synchronized void begin() {
    counting = true;
  }

  /** Ends the time in which it may come; returns whether it came. */
  synchronized boolean end() {
    counting = false;
    return dead;
  }

  synchronized boolean happened() {
    return dead;
  }

  @Override
  public synchronized Fate of(String method, String path, int write) {
    if (dead && counting) {
      return Fate.LOST;
    }
    return write == 0 || !counting ? Fate.PASS : write();
  }

  private synchronized Fate write() {
    if (dead) {
      return Fate.LOST;
    }
    writes++;
    dead = writes == fatal;
    return dead ? last : Fate.PASS;
  }

  Filter ofPushes() {
    return new Filter() {
      @Override
      public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        boolean push =
            exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().endsWith("git-receive-pack");
        Fate fate = fate(push);
        if (fate == Fate.LOST) {
          throw new IOException("lost by death");
        }
        chain.doFilter(exchange);
      }

      @Override
      public String description() {
        return "death";
      }
    };
  }

  private synchronized Fate fate(boolean push) {
    if (!counting) {
      return Fate.PASS;
    }
    return push ? write() : dead ? Fate.LOST : Fate.PASS;
  }
}
