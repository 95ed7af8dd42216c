package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.e2e.net.ProxyThread;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between the agent and a server and passes everything on, until a client says COMMIT: that
 * client never hears an answer.
 */
final class CommitProxy implements AutoCloseable {
  private static final byte QUERY = 'Q';
  private static final int PROTOCOL_3 = 3 << 16;

  /** What becomes of the COMMIT. */
  enum Loss {
    /** The server has answered it when the client is cut off. */
    AFTER_THE_SERVER_ANSWERED,
    /** The server has got it, and nobody waits for its answer. */
    AFTER_THE_SERVER_GOT_IT,
    /** The server never hears of it. */
    BEFORE_THE_SERVER_GOT_IT,
    /** It is on its way as long as the client waits. */
    NEVER
  }

  private final PostgresServer server;
  private final Loss loss;
  private final boolean nobodyAfterwards;
  private final ServerSocket listener;
  private final AtomicBoolean committed = new AtomicBoolean();

  /**
   * Starts listening.
   *
   * @param nobodyAfterwards whether no connection is accepted after the loss
   */
  CommitProxy(PostgresServer server, Loss loss, boolean nobodyAfterwards) throws IOException {
    this.server = server;
    this.loss = loss;
    this.nobodyAfterwards = nobodyAfterwards;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ProxyThread.start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Whether a COMMIT has come. */
  boolean sawCommit() {
    return committed.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket upstream = new Socket(server.host(), server.port());
      Connection connection = new Connection(client, upstream);
      ProxyThread.start(connection::requests);
      ProxyThread.start(connection::answers);
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean mute;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void requests() throws IOException {
      try (client;
          upstream) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = upstream.getOutputStream();
        boolean started = false;
        while (true) {
          int type = started ? in.readUnsignedByte() : -1;
          int length = in.readInt();
          byte[] body = in.readNBytes(length - Integer.BYTES);
          if (type == QUERY && text(body).startsWith("COMMIT") && !committed.get()) {
            lose(type, length, body, out);
            return;
          }
          out.write(message(type, length, body));
          out.flush();
          started |= type < 0 && ByteBuffer.wrap(body).getInt() == PROTOCOL_3;
        }
      }
    }

    void answers() throws IOException {
      byte[] buffer = new byte[64 * 1024];
      InputStream in = upstream.getInputStream();
      int n = in.read(buffer);
      while (n >= 0) {
        if (mute) {
          close(client);
          return;
        }
        client.getOutputStream().write(buffer, 0, n);
        n = in.read(buffer);
      }
      close(client);
    }

    private void lose(int type, int length, byte[] body, OutputStream out) throws IOException {
      mute = true;
      committed.set(true);
      if (nobodyAfterwards) {
        listener.close();
      }
      if (loss == Loss.AFTER_THE_SERVER_GOT_IT || loss == Loss.AFTER_THE_SERVER_ANSWERED) {
        out.write(message(type, length, body));
        out.flush();
      }
      if (loss == Loss.NEVER || loss == Loss.AFTER_THE_SERVER_ANSWERED) {
        // The client waits too: until the answer comes, whose thread cuts it off, or until it ends.
        client.getInputStream().read();
      }
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] message(int type, int length, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(length + 1);
    if (type >= 0) {
      message.put((byte) type);
    }
    message.putInt(length).put(body);
    return java.util.Arrays.copyOf(message.array(), message.position());
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
