package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Listed;
import io.proxpanel.backup.agent.destination.net.BoundedInput;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked of the service: one method for each of its own. */
final class CloudService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudService.class);

  /** A list of this length has more files than a licence can. It is read as it comes. */
  private static final int MAX_LIST = 64 << 20;

  /** Of an answer that says why something failed. */
  private static final int MAX_REASON = 64 << 10;

  private final Destination.Cloud settings;
  private final CloudLimits limits;
  private final Object lock = new Object();
  private final Set<Exchange> underWay = new HashSet<>();
  private boolean closed;
  private volatile AgentException trouble;
  private CloudConnector connector;
  private final CloudErrors errors;

  CloudService(Destination.Cloud settings, CloudLimits limits) {
    this.settings = settings;
    this.limits = limits;
    this.errors = new CloudErrors(String.valueOf(settings.url()).replaceFirst("/$", ""));
  }

  CloudErrors errors() {
    return errors;
  }

  CloudLimits limits() {
    return limits;
  }

  /** Those files of the licence, or of the tenant, whose names are wanted. */
  List<CloudEntry> list(Predicate<String> wanted) throws AgentException {
    String doing = "listing the files";
    return again(
        () -> {
          try (Exchange exchange = begin("GET", "list")) {
            int status = exchange.send();
            if (status != 200) {
              throw refused(exchange, status, doing);
            }
            InputStream answer =
                new BoundedInput(
                    exchange.stream(),
                    MAX_LIST,
                    Listed.LONGEST,
                    what -> errors.tooMuch(doing, what));
            return new CloudAnswer(errors).entries(answer, new Listed(errors.place(), wanted));
          } catch (IOException e) {
            throw failure(doing, e);
          }
        });
  }

  /** Room that is used and that there is, asked for once: nothing depends on it. */
  CloudUsage usage() throws AgentException {
    String doing = "asking how much room there is";
    try (Exchange exchange = begin("GET", "usage")) {
      int status = exchange.send();
      if (status != 200) {
        throw refused(exchange, status, doing);
      }
      return new CloudAnswer(errors).usage(exchange.text(MAX_REASON));
    } catch (IOException e) {
      throw failure(doing, e);
    }
  }

  /** Removes a file; that there is none is no failure. */
  void delete(CloudEntry entry) throws AgentException {
    String doing = "removing " + entry.name();
    requireUsable(entry);
    again(
        () -> {
          try (Exchange exchange = begin("DELETE", entry.backupId())) {
            int status = exchange.send();
            if (status != 200 && status != 204 && status != 404) {
              throw refused(exchange, status, doing);
            }
            return null;
          } catch (IOException e) {
            throw failure(doing, e);
          }
        });
  }

  /**
   * Sends a file once. When this fails, something of it may be stored, or all of it.
   *
   * @param name that can stand in a header
   */
  void send(String name, Content content, long length) throws AgentException {
    String doing = "storing " + name;
    try (InputStream body = open(content);
        Exchange exchange = begin("POST", "upload")) {
      exchange.header("Content-Type", "application/octet-stream");
      exchange.header("X-Filename", name);
      int status = exchange.send(body, length);
      if (status != 200 && status != 201) {
        throw refused(exchange, status, doing);
      }
      new CloudAnswer(errors).stored(doing, exchange.text(MAX_REASON));
    } catch (Exchange.BodyException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "What was to be stored as " + name + " could not be read: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw failure(doing, e);
    }
  }

  private static InputStream open(Content content) throws Exchange.BodyException {
    try {
      return content.open(0);
    } catch (IOException e) {
      throw new Exchange.BodyException(e);
    }
  }

  /**
   * Begins to read a file.
   *
   * @param offset in bytes from which it is asked for; the service may begin at 0 all the same
   * @return with its answer there; the caller closes it
   * @throws AgentException {@code FileMissing}, or as all methods of a store
   */
  Exchange download(CloudEntry entry, long offset) throws AgentException {
    String doing = "reading " + entry.name();
    requireUsable(entry);
    return again(
        () -> {
          Exchange exchange = null;
          boolean good = false;
          try {
            exchange = begin("GET", "download/" + entry.backupId());
            if (offset > 0) {
              exchange.header("Range", "bytes=" + offset + "-");
            }
            int status = exchange.send();
            if (status == 404) {
              throw errors.missing(entry.name());
            }
            if (status != 200 && !(status == HttpURLConnection.HTTP_PARTIAL && offset > 0)) {
              throw refused(exchange, status, doing);
            }
            good = true;
            return exchange;
          } catch (IOException e) {
            throw failure(doing, e);
          } finally {
            if (!good && exchange != null) {
              exchange.close();
            }
          }
        });
  }

  private void requireUsable(CloudEntry entry) throws AgentException {
    if (!entry.hasUsableId()) {
      throw errors.badId(entry);
    }
  }

  private AgentException refused(Exchange exchange, int status, String doing) {
    if (status >= 300 && status < 400) {
      return errors.redirect(status, doing, exchange.answered("Location"));
    }
    String text;
    try {
      text = exchange.text(MAX_REASON);
    } catch (IOException e) {
      // The status says the most of it.
      LOG.atDebug().log("the reason is not known: {}", errors.said().of(e));
      text = "";
    }
    return errors.answer(status, doing, text);
  }

  /** What a broken connection means. */
  AgentException failure(String doing, IOException e) {
    return isClosed() ? errors.closed() : errors.of(doing, e);
  }

  /** Something that does no harm when it is done twice. */
  private interface Request<T> {
    T run() throws AgentException;
  }

  /** Makes a request again where the service may be back the next time. */
  private <T> T again(Request<T> request) throws AgentException {
    for (int attempt = 1; ; attempt++) {
      try {
        return request.run();
      } catch (AgentException e) {
        if (e.code() != ErrorCode.DestinationUnreachable || attempt >= limits.attempts()) {
          throw e;
        }
        pauseBefore(attempt + 1, e);
      }
    }
  }

  /**
   * Waits before another attempt.
   *
   * @param attempt that follows, counted from 1
   * @param why the last one failed, which is thrown where there will be no other
   */
  void pauseBefore(int attempt, AgentException why) throws AgentException {
    trouble = why;
    Duration pause = limits.before(attempt);
    LOG.atWarn()
        .addKeyValue("attempt", attempt)
        .log("trying again after {} ms: {}", pause.toMillis(), why.getMessage());
    long until = System.nanoTime() + pause.toNanos();
    synchronized (lock) {
      try {
        long left = until - System.nanoTime();
        while (left > 0 && !closed) {
          lock.wait(Math.max(1, left / 1_000_000));
          left = until - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw why;
      }
      if (closed) {
        throw errors.closed();
      }
    }
  }

  /** Why the last request has failed that is made again. */
  Optional<AgentException> trouble() {
    return Optional.ofNullable(trouble);
  }

  private Exchange begin(String method, String path) throws AgentException, IOException {
    synchronized (lock) {
      if (closed) {
        throw errors.closed();
      }
      if (connector == null) {
        connector = CloudConnector.of(settings, limits, errors);
      }
      AtomicReference<Exchange> itself = new AtomicReference<>();
      Exchange exchange = connector.begin(method, path, () -> ended(itself.get()));
      itself.set(exchange);
      underWay.add(exchange);
      return exchange;
    }
  }

  private void ended(Exchange exchange) {
    synchronized (lock) {
      underWay.remove(exchange);
    }
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Ends what is under way, from any thread. */
  @Override
  public void close() {
    Set<Exchange> all;
    synchronized (lock) {
      closed = true;
      all = new HashSet<>(underWay);
      underWay.clear();
      lock.notifyAll();
    }
    all.forEach(Exchange::abort);
  }
}
