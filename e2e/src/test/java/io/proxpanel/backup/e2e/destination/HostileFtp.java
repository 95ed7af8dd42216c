package io.proxpanel.backup.e2e.destination;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An FTP server that was written to do harm, or to be as odd as some are: it keeps files in memory,
 * takes any login, and does one thing that no server should.
 */
public final class HostileFtp implements AutoCloseable {
  /** What it does. */
  public enum Deed {
    /** Nothing. */
    NOTHING,
    /** A greeting without an end. */
    ENDLESS_GREETING,
    /** Lines of an answer to FEAT without an end. */
    ENDLESS_FEATURES,
    /** A line of a listing without an end. */
    ENDLESS_LINE,
    /** A listing without an end, of empty lines. */
    ENDLESS_LISTING,
    /** A folder in which there are a million files of others. */
    MILLION_FILES,
    /** A file that has more bytes than it says. */
    ENDLESS_FILE,
    /** A refusal with the password in it. */
    REPEATS_PASSWORD,
    /** No name that begins with a dot can be written, as some servers are set up. */
    FORBIDS_DOTS,
    /** No command SIZE. */
    NO_SIZE
  }

  private static final int MILLION = 1_000_000;

  private final ServerSocket listener;
  private final Deed deed;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /** Starts on a free port of 127.0.0.1. */
  public HostileFtp(Deed deed) throws IOException {
    this.deed = deed;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Its files by their names. */
  public Map<String, byte[]> files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "hostile-ftp");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        // The end.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        ServerSocket data = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      new Session(client, data).run();
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /** One client. */
  private final class Session {
    private final BufferedReader in;
    private final OutputStream out;
    private final ServerSocket data;
    private String user = "";
    private String from;
    private long offset;

    Session(Socket client, ServerSocket data) throws IOException {
      this.in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      this.out = client.getOutputStream();
      this.data = data;
    }

    void run() throws IOException {
      if (deed == Deed.ENDLESS_GREETING) {
        endless(out, "220-", "hello ");
      }
      say("220 Welcome");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        String argument = space < 0 ? "" : line.substring(space + 1);
        say(answer(space < 0 ? line : line.substring(0, space), argument));
      }
    }

    private String answer(String command, String name) throws IOException {
      return switch (command) {
        case "USER" -> {
          user = name;
          yield "331 Password?";
        }
        case "PASS" ->
            deed == Deed.REPEATS_PASSWORD
                ? "530 Wrong: " + user + "/" + name + ", try again."
                : "230 In.";
        case "FEAT" -> {
          if (deed == Deed.ENDLESS_FEATURES) {
            endless(out, "211-Features:\r\n", " X\r\n");
          }
          yield deed == Deed.NO_SIZE ? "502 No." : "211-Features:\r\n SIZE\r\n211 End";
        }
        case "EPSV" -> "229 Entering (|||" + data.getLocalPort() + "|)";
        case "REST" -> {
          offset = Long.parseLong(name);
          yield "350 From there.";
        }
        case "STOR" -> store(name);
        case "RETR" -> retrieve(name);
        case "LIST" -> list();
        case "SIZE" -> size(name);
        case "RNFR" -> {
          from = name;
          yield files.containsKey(name) ? "350 To what?" : "550 No such file.";
        }
        case "RNTO" -> {
          files.put(name, files.remove(from));
          yield "250 Renamed.";
        }
        case "DELE" -> files.remove(name) == null ? "550 No such file." : "250 Deleted.";
        default -> "200 Done.";
      };
    }

    private String size(String name) {
      if (deed == Deed.NO_SIZE) {
        return "502 No such command.";
      }
      byte[] file = files.get(name);
      return file == null ? "550 No such file." : "213 " + file.length;
    }

    private String store(String name) throws IOException {
      if (deed == Deed.FORBIDS_DOTS && name.startsWith(".")) {
        return "550 " + name + ": Forbidden filename";
      }
      say("150 Go on.");
      try (Socket transfer = data.accept()) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] before = files.getOrDefault(name, new byte[0]);
        file.write(before, 0, (int) Math.min(offset, before.length));
        transfer.getInputStream().transferTo(file);
        files.put(name, file.toByteArray());
      }
      offset = 0;
      return "226 Stored.";
    }

    private String retrieve(String name) throws IOException {
      byte[] file = files.get(name);
      if (file == null) {
        return "550 No such file.";
      }
      say("150 Here it comes.");
      try (Socket transfer = data.accept()) {
        OutputStream to = transfer.getOutputStream();
        to.write(Arrays.copyOfRange(file, (int) offset, file.length));
        offset = 0;
        if (deed == Deed.ENDLESS_FILE && name.endsWith(".proisp.bak")) {
          endless(to, "", "x".repeat(8192));
        }
      }
      return "226 That is all.";
    }

    private String list() throws IOException {
      say("150 Here it comes.");
      try (Socket transfer = data.accept()) {
        OutputStream to = new BufferedOutputStream(transfer.getOutputStream(), 1 << 16);
        String line = "-rw-r--r-- 1 1 1 %d Nov 25 02:00 %s\r\n";
        switch (deed) {
          case ENDLESS_LINE -> endless(to, "-rw-r--r-- 1 1 1 10 Nov 25 02:00 ", "x".repeat(8192));
          case ENDLESS_LISTING -> endless(to, "", "\r\n".repeat(4096));
          case MILLION_FILES -> {
            for (int i = 0; i < MILLION; i++) {
              write(to, "-rw-r--r-- 1 1 1 7 Nov 25 02:00 somebody-elses-file-" + i + ".bin\r\n");
            }
          }
          default -> {
            // What is there is listed below.
          }
        }
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
          write(to, line.formatted(each.getValue().length, each.getKey()));
        }
        to.flush();
      }
      return "226 That is all.";
    }

    private void say(String line) throws IOException {
      write(out, line + "\r\n");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Until the other end has had enough. */
  private static void endless(OutputStream out, String begin, String rest) throws IOException {
    write(out, begin);
    byte[] again = rest.getBytes(StandardCharsets.UTF_8);
    while (true) {
      out.write(again);
    }
  }
}
