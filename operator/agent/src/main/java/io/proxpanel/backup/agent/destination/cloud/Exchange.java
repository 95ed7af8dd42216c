package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.net.IdleWatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One request and its answer, on a connection of its own. Redirects are not followed, a body is
 * never sent twice, and nothing of it is kept in memory.
 */
final class Exchange implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** From this length on the service is asked first whether it takes the body at all. */
  private static final long ASK_FIRST_BYTES = 1 << 20;

  private final HttpURLConnection connection;
  private final TcpSockets sockets;
  private final CloudLimits limits;
  private final IdleWatch watch;
  private final Runnable closing;
  private int status;

  /**
   * A request that is not sent yet.
   *
   * @param sockets of the connection, or null where it has no TLS
   * @param closing is told when it is closed
   */
  Exchange(HttpURLConnection connection, TcpSockets sockets, CloudLimits limits, Runnable closing) {
    this.closing = closing;
    this.connection = connection;
    this.sockets = sockets;
    this.limits = limits;
    this.watch = new IdleWatch(limits.idle(), this::abort);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(limits.idle().toMillis()));
    // A connection that is kept for later may have been ended by then.
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "proxpanel-backup");
    connection.setRequestProperty("Accept", "*/*");
  }

  /** A step of which the service decides how long it takes. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T watched(Step<T> step) throws IOException {
    watch.begin();
    try {
      return step.run();
    } catch (IOException e) {
      throw watch.hasFired() ? timeout(e) : e;
    } finally {
      watch.end();
    }
  }

  private IOException timeout(IOException e) {
    return (IOException)
        new SocketTimeoutException("nothing for " + limits.idle().toSeconds() + " s").initCause(e);
  }

  void header(String name, String value) {
    connection.setRequestProperty(name, value);
  }

  /** Sends the request without a body and waits for the answer. */
  int send() throws IOException {
    return awaitStatus();
  }

  /**
   * Sends the request with a body and waits for the answer.
   *
   * @param length of the body in bytes
   * @throws BodyException when the body cannot be read, or is shorter
   */
  int send(InputStream body, long length) throws IOException {
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(length);
    if (length >= ASK_FIRST_BYTES) {
      connection.setRequestProperty("Expect", "100-continue");
      // Java waits 5 s for a service that does not know this, but only where no time is set.
      connection.setReadTimeout(0);
    }
    try {
      OutputStream out = watched(connection::getOutputStream);
      copy(body, out, length);
      watched(
          () -> {
            out.close();
            return null;
          });
    } catch (ProtocolException e) {
      // An answer before the body was asked for: Java knows its status, and nothing else of it.
      status = connection.getResponseCode();
      if (status < 0) {
        throw e;
      }
      return status;
    }
    return awaitStatus();
  }

  private void copy(InputStream body, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int n = next(body, buffer, (int) Math.min(buffer.length, left));
      watched(
          () -> {
            out.write(buffer, 0, n);
            return null;
          });
      left -= n;
    }
  }

  private static int next(InputStream body, byte[] buffer, int most) throws BodyException {
    int n;
    try {
      n = body.read(buffer, 0, most);
    } catch (IOException e) {
      throw new BodyException(e);
    }
    if (n <= 0) {
      throw new BodyException(new IOException("it is shorter than it was"));
    }
    return n;
  }

  private int awaitStatus() throws IOException {
    try {
      status = watched(connection::getResponseCode);
    } catch (HttpRetryException e) {
      status = e.responseCode();
    } catch (StackOverflowError e) {
      // Java reads each "100 Continue" inside the one before.
      throw (IOException)
          new ProtocolException("it says \"100 Continue\" without an end").initCause(e);
    }
    if (status < 0) {
      throw new ProtocolException("the answer is not HTTP");
    }
    return status;
  }

  /** Status of HTTP that the answer has. */
  int status() {
    return status;
  }

  /** A header of the answer, or null. */
  String answered(String name) {
    return connection.getHeaderField(name);
  }

  /** Length that the answer says it has; -1 where it says none. */
  long answeredLength() {
    return connection.getContentLengthLong();
  }

  /** Reads on in the answer. */
  int read(InputStream body, byte[] bytes, int offset, int length) throws IOException {
    return watched(() -> body.read(bytes, offset, length));
  }

  /** What the answer holds, which may be nothing. */
  InputStream body() throws IOException {
    InputStream body =
        status >= HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getErrorStream()
            : connection.getInputStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  /** What the answer holds, each piece of it waited for as long as any. */
  InputStream stream() throws IOException {
    InputStream body = body();
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return SingleByte.of(this);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return Exchange.this.read(body, bytes, offset, length);
      }
    };
  }

  /**
   * The answer as text.
   *
   * @param most bytes of it
   * @throws ProtocolException when it has more
   */
  String text(int most) throws IOException {
    byte[] bytes = watched(() -> body().readNBytes(most + 1));
    if (bytes.length > most) {
      throw new ProtocolException("the answer is longer than " + most + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Ends it, from any thread; who waits for it fails. */
  void abort() {
    if (sockets != null) {
      sockets.closeAll();
      return;
    }
    // Without TLS there is only the client's own way, which waits for whoever is just reading.
    Thread end = new Thread(connection::disconnect, "end of a request");
    end.setDaemon(true);
    end.start();
  }

  /** Ends the connection, whatever is left of the answer. */
  @Override
  public void close() {
    closing.run();
    watch.close();
    if (sockets != null) {
      sockets.closeAll();
    }
    connection.disconnect();
  }

  /** The body that was to be sent cannot be read: nothing that the service could help. */
  static final class BodyException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyException(IOException cause) {
      super(cause.getMessage(), cause.getCause() instanceof AgentException a ? a : cause);
    }
  }
}
