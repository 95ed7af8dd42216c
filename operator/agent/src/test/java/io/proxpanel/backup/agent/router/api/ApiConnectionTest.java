package io.proxpanel.backup.agent.router.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose other end says what a test wants. */
class ApiConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Command COMMAND = Command.of("/x");

  private ServerSocket listener;
  private Socket router;
  private ApiConnection connection;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    router = listener.accept();
    connection = new ApiConnection(client, client, "backup", LONG);
  }

  @AfterEach
  void close() throws IOException {
    connection.abort();
    router.close();
    listener.close();
  }

  @Test
  void anAnswerOfAnotherCommandIsNotTakenForThis() throws IOException {
    say("!re", ".tag=0", "=n=old");
    say("!done", ".tag=0");
    say("!re", ".tag=1", "=n=new");
    say("!done", ".tag=1", "=ret=y");

    Reply reply = connection.call(COMMAND);

    assertThat(reply.rows()).extracting(row -> row.get("n").orElse("")).containsExactly("new");
    assertThat(reply.done().get("ret")).hasValue("y");
    assertThat(connection.isUsable()).isTrue();
  }

  @Test
  void aRefusalLeavesTheConnectionForTheNextCommand() throws IOException {
    say("!trap", ".tag=1", "=category=1", "=message=invalid value");
    say("!done", ".tag=1");
    say("!done", ".tag=2");

    assertThatThrownBy(() -> connection.call(COMMAND))
        .isInstanceOfSatisfying(
            TrapException.class,
            e ->
                assertThat(e.quoted())
                    .isEqualTo("\"invalid value\", category 1: argument value failure"));
    assertThat(connection.call(COMMAND).rows()).isEmpty();
  }

  @Test
  void aRefusalCountsThoughTheConnectionEndsAfterIt() throws IOException {
    say("!trap", ".tag=1", "=message=no");
    router.close();

    assertThatThrownBy(() -> connection.call(COMMAND))
        .isInstanceOf(TrapException.class)
        .hasMessage("no");
    assertThat(connection.isUsable()).isFalse();
  }

  @Test
  void theReasonOfAnEndIsKept() throws IOException {
    say("!fatal", "too many sessions");

    assertThatThrownBy(() -> connection.call(COMMAND))
        .isInstanceOf(FatalException.class)
        .hasMessage("too many sessions");
    assertThat(connection.isUsable()).isFalse();
  }

  @Test
  void aCommandThatTakesTooLongIsCancelledAndTheNextOneIsUnderstood() throws Exception {
    CompletableFuture<Void> answers =
        CompletableFuture.runAsync(
            () -> {
              await("/cancel");
              say("!trap", ".tag=1", "=category=2", "=message=interrupted");
              say("!done", ".tag=1");
              say("!done", ".tag=2");
              await("/y");
              say("!re", ".tag=3", "=n=1");
              say("!done", ".tag=3");
            });

    assertThatThrownBy(() -> connection.call(COMMAND, Duration.ofMillis(300)))
        .isInstanceOf(AnswerTimeoutException.class);

    assertThat(connection.isUsable()).isTrue();
    assertThat(connection.call(Command.of("/y")).rows()).hasSize(1);
    answers.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aCommandThatStopsWithinASentenceEndsTheConnection() throws IOException {
    router.getOutputStream().write(new byte[] {3, '!', 'r'});

    assertThatThrownBy(() -> connection.call(COMMAND, Duration.ofMillis(300)))
        .isInstanceOf(AnswerTimeoutException.class);

    assertThat(connection.isUsable()).isFalse();
  }

  @Test
  void ofAnAnswerThatIsKeptThereMayBeNoMoreThanIsNeeded() {
    CompletableFuture<Void> answers =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20; i++) {
                say("!re", ".tag=1", "=n=" + "x".repeat(50_000));
              }
            });

    assertThatThrownBy(() -> connection.call(COMMAND))
        .isInstanceOf(AnswerTooLongException.class)
        .hasMessage("more than 256 KiB or 1000 rows");
    assertThat(connection.isUsable()).isFalse();
    answers.cancel(true);
  }

  @Test
  void anAnswerThatIsNotKeptMayBeLong() throws Exception {
    CompletableFuture<Void> answers =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                say("!re", ".tag=1", "=n=" + "x".repeat(1_000));
              }
              say("!done", ".tag=1", "=ret=y");
            });
    int[] rows = new int[1];

    Sentence done = connection.call(COMMAND, row -> rows[0]++);

    assertThat(rows[0]).isEqualTo(2_000);
    assertThat(done.get("ret")).hasValue("y");
    assertThat(connection.isUsable()).isTrue();
    answers.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anUnknownReplyWordEndsTheConnection() {
    say("!what", ".tag=1");

    assertThatThrownBy(() -> connection.call(COMMAND))
        .isInstanceOf(MalformedSentenceException.class)
        .hasMessage("an unknown reply word");
    assertThat(connection.isUsable()).isFalse();
  }

  private void say(String... words) {
    try {
      ByteArrayOutputStream sentence = new ByteArrayOutputStream();
      new SentenceWriter(sentence)
          .write(Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
      sentence.writeTo(router.getOutputStream());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads until a word has come. */
  private void await(String word) {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(word) < 0) {
      try {
        int b = router.getInputStream().read();
        if (b < 0) {
          throw new IllegalStateException("the connection ended");
        }
        read.append((char) b);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
