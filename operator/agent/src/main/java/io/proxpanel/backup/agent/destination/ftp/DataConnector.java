package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.destination.net.IdleWatch;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.MalformedServerReplyException;

/**
 * Opens data connections of one control connection: passive, where the server says a port (RFC
 * 2428, else RFC 959), or active, where it connects to one of this end's.
 */
final class DataConnector {
  private static final Pattern EPSV = Pattern.compile("\\((.)\\1\\1(\\d{1,5})\\1\\)");
  private static final Pattern PASV =
      Pattern.compile("(?:\\d{1,3},){4}(\\d{1,3}),(\\d{1,3})(?!\\d)");
  private static final int EPSV_DONE = 229;
  private static final int PASV_DONE = 227;

  private final Control control;
  private final OpenSockets sockets;
  private final FtpTimeouts timeouts;
  private final DataPorts activePorts;
  private final Protection protection;
  private boolean oldPassive;

  /** Puts TLS on a data connection, or leaves it. */
  interface Protection {
    /** The socket to read from and write to. */
    Socket protect(Socket tcp) throws IOException;
  }

  /**
   * A connector.
   *
   * @param activePorts null for passive mode
   */
  DataConnector(
      Control control,
      OpenSockets sockets,
      FtpTimeouts timeouts,
      DataPorts activePorts,
      Protection protection) {
    this.control = control;
    this.sockets = sockets;
    this.timeouts = timeouts;
    this.activePorts = activePorts;
    this.protection = protection;
  }

  /**
   * Opens a data connection for a command that the server begins to follow.
   *
   * @param command STOR, RETR or a listing
   * @param argument null for none
   * @param offset where in the file to begin, in bytes
   * @throws ReplyException when the server refuses one of the commands
   */
  DataConnection open(String command, String argument, long offset) throws IOException {
    return activePorts == null
        ? passive(command, argument, offset)
        : active(command, argument, offset);
  }

  private DataConnection passive(String command, String argument, long offset) throws IOException {
    int port = passivePort();
    Socket tcp = sockets.add(new Socket());
    return orClose(
        tcp,
        () -> {
          // Always to the server itself: an address in an answer may be one behind its NAT, or
          // anybody's.
          tcp.connect(
              new InetSocketAddress(control.remoteAddress(), port), timeouts.connectMillis());
          begin(command, argument, offset);
          return connected(tcp);
        });
  }

  private int passivePort() throws IOException {
    boolean six = control.remoteAddress() instanceof Inet6Address;
    if (!oldPassive) {
      Reply reply = control.send("EPSV");
      if (reply.code() == EPSV_DONE) {
        Matcher port = reply.find(EPSV);
        if (port.find()) {
          return port(Integer.parseInt(port.group(2)), reply);
        }
      }
      if (six) {
        throw new ReplyException(reply);
      }
      oldPassive = true;
    }
    Reply reply = control.send("PASV");
    Matcher port = reply.find(PASV);
    if (reply.code() != PASV_DONE || !port.find()) {
      throw new ReplyException(reply);
    }
    return port(Integer.parseInt(port.group(1)) * 256 + Integer.parseInt(port.group(2)), reply);
  }

  private static int port(int port, Reply reply) throws MalformedServerReplyException {
    if (port < 1 || port > 65_535) {
      throw new MalformedServerReplyException(reply.quoted());
    }
    return port;
  }

  private DataConnection active(String command, String argument, long offset) throws IOException {
    ServerSocket listener = sockets.add(activePorts.listen(control.localAddress()));
    try {
      control.send(portCommand(), portArgument(listener.getLocalPort())).requireDone();
      begin(command, argument, offset);
      listener.setSoTimeout(timeouts.connectMillis());
      Socket tcp = sockets.add(listener.accept());
      return orClose(
          tcp,
          () -> {
            InetAddress from = tcp.getInetAddress();
            if (!from.equals(control.remoteAddress())) {
              throw new IOException(
                  "somebody else (" + from.getHostAddress() + ") connected to the data port");
            }
            return connected(tcp);
          });
    } finally {
      sockets.close(listener);
    }
  }

  private String portCommand() {
    return control.localAddress() instanceof Inet6Address ? "EPRT" : "PORT";
  }

  private String portArgument(int port) {
    String address = control.localAddress().getHostAddress();
    if (control.localAddress() instanceof Inet6Address) {
      // Without the interface's name, which means nothing elsewhere.
      return "|2|" + address.replaceFirst("%.*", "") + "|" + port + "|";
    }
    return address.replace('.', ',') + "," + port / 256 + "," + port % 256;
  }

  private void begin(String command, String argument, long offset) throws IOException {
    if (offset > 0) {
      control.send("REST", Long.toString(offset)).requireHalf();
    }
    Reply reply = control.send(command, argument);
    if (!reply.isPreliminary()) {
      throw new ReplyException(reply);
    }
  }

  private DataConnection connected(Socket tcp) throws IOException {
    tcp.setSoTimeout(timeouts.idleMillis());
    OpenSockets.keepAlive(tcp);
    try (IdleWatch watch = new IdleWatch(timeouts.idle(), () -> sockets.close(tcp))) {
      watch.begin();
      return new DataConnection(sockets, tcp, protection.protect(tcp));
    }
  }

  private interface Opening {
    DataConnection run() throws IOException;
  }

  private DataConnection orClose(Closeable socket, Opening opening) throws IOException {
    boolean done = false;
    try {
      DataConnection connection = opening.run();
      done = true;
      return connection;
    } finally {
      if (!done) {
        sockets.close(socket);
      }
    }
  }
}
