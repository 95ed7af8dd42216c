package io.proxpanel.backup.e2e.destination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Emulates an FTP server that misbehaves in ways that real ones cannot be brought to: it takes any
 * login and any bytes, keeps none, and answers what a test says.
 */
final class FtpEmulator implements AutoCloseable {
  private final ServerSocket listener;
  private final ServerSocket data;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  FtpEmulator() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    data = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    answer("FEAT", "211-Features:\r\n SIZE\r\n AVBL\r\n211 End");
    answer("USER", "331 Password?");
    answer("PASS", "230 Welcome.");
    answer("RNFR", "350 To what?");
    answer("EPSV", "229 Entering (|||" + data.getLocalPort() + "|)");
    answer("STOR", "226 Stored, of course.");
    answer("LIST", "226 That is all.");
    answer("SIZE", "213 0");
    Thread thread = new Thread(this::accept, "ftp-emulator");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What a command is answered from now on; a transfer's last word. */
  void answer(String command, String answer) {
    answers.put(command, answer);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    data.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        serve(client);
      } catch (IOException e) {
        // The client has gone; the next one may come.
      }
    }
  }

  private void serve(Socket client) throws IOException {
    OutputStream out = client.getOutputStream();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    say(out, "220 Emulator");
    String line = in.readLine();
    while (line != null) {
      String command = line.split(" ")[0];
      if (command.equals("STOR") || command.equals("LIST")) {
        say(out, "150 Go on.");
        try (Socket transfer = data.accept()) {
          if (command.equals("STOR")) {
            transfer.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
        }
      }
      say(out, answers.getOrDefault(command, "200 Done."));
      line = in.readLine();
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
