package io.proxpanel.backup.e2e.destination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An HTTP server that looks at the head of a request, answers, and hangs up, and never asks for a
 * body: what no server in Java lets itself be made to do.
 */
final class HeaderServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<List<String>> heads = new CopyOnWriteArrayList<>();
  private final boolean body;
  private final Function<List<String>, String> answer;

  /**
   * Starts on a free port of 127.0.0.1.
   *
   * @param body whether what follows the head is read too, without having been asked for
   * @param answer all that is written for the lines of a head; null says nothing and hangs up
   */
  HeaderServer(boolean body, Function<List<String>, String> answer) throws IOException {
    this.body = body;
    this.answer = answer;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "header-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Lines of the heads of the requests so far. */
  List<List<String>> heads() {
    return heads;
  }

  static String json(int status, String text) {
    return "HTTP/1.1 "
        + status
        + " x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + text.length()
        + "\r\n\r\n"
        + text;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        serve(socket);
      } catch (IOException e) {
        // The next one, or the end.
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    List<String> head = new ArrayList<>();
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      head.add(line);
      line = in.readLine();
    }
    heads.add(head);
    if (body) {
      skipBody(head, in);
    }
    String text = answer.apply(head);
    if (text != null) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }
  }

  private static void skipBody(List<String> head, BufferedReader in) throws IOException {
    String name = "Content-Length: ";
    long left =
        head.stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.substring(name.length())))
            .findFirst()
            .orElse(0);
    while (left > 0 && in.read() >= 0) {
      left--;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
