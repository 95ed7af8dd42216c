package io.proxpanel.backup.e2e.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An FTP server that says of each file that it has some bytes, and hands out bytes without end. */
final class EndlessFtp implements AutoCloseable {
  private final ServerSocket listener;
  private final int size;

  EndlessFtp(int size) throws IOException {
    this.size = size;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            Socket client = listener.accept();
            daemon(() -> serve(client));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has closed it, which is how it ends.
              }
            },
            "endless-ftp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve(Socket client) throws IOException {
    try (client;
        ServerSocket passive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = client.getOutputStream();
      say(out, "220 ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
        switch (command) {
          case "USER" -> say(out, "331 password");
          case "PASS" -> say(out, "230 in");
          case "CWD" -> say(out, "250 there");
          case "PWD" -> say(out, "257 \"/\"");
          case "TYPE", "MODE", "STRU", "OPTS", "NOOP" -> say(out, "200 so be it");
          case "EPSV" -> say(out, "229 passive (|||" + passive.getLocalPort() + "|)");
          case "PASV" ->
              say(
                  out,
                  "227 passive (127,0,0,1,"
                      + passive.getLocalPort() / 256
                      + ","
                      + passive.getLocalPort() % 256
                      + ")");
          case "SIZE" -> say(out, "213 " + size);
          case "RETR" -> {
            say(out, "150 here it comes");
            flood(passive);
            say(out, "226 done");
          }
          default -> say(out, "502 unknown");
        }
      }
    }
  }

  private static void flood(ServerSocket passive) {
    byte[] piece = new byte[64 * 1024];
    try (Socket data = passive.accept()) {
      while (true) {
        data.getOutputStream().write(piece);
      }
    } catch (IOException e) {
      // The client has had enough.
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
