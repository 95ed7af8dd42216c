package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskDocumentTest {
  /** MAX_ARG_STRLEN of Linux, which has the name of the variable in it too. */
  private static final int LONGEST_VARIABLE = 128 * 1024;

  /** What names of Secrets are made of, apart from dots. */
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";

  @Test
  void usualTasksStayReadable() throws Exception {
    Task task = new Task.Delete("u", "f", List.of());

    assertThat(TaskDocument.write(task)).isEqualTo(Json.write(task));
    assertThat(TaskDocument.read(TaskDocument.write(task))).isEqualTo(task);
  }

  @Test
  void aThousandRoutersFitOneVariable() throws Exception {
    Task task = routers(1000);
    String text = TaskDocument.write(task);

    assertThat(Json.write(task)).hasSizeGreaterThan(LONGEST_VARIABLE);
    assertThat(text).hasSizeLessThan(LONGEST_VARIABLE / 2);
    assertThat(TaskDocument.read(text)).isEqualTo(task);
  }

  @Test
  void asManySecretsAsARunTakesFitOneVariableHoweverLongTheirNames() throws Exception {
    Random random = new Random(1);
    List<String> names =
        IntStream.rangeClosed(0, SecretRouters.MOST)
            .mapToObj(i -> random.ints(253, 0, LETTERS.length()))
            .map(letters -> letters.mapToObj(LETTERS::charAt).map(String::valueOf))
            .map(letters -> letters.collect(Collectors.joining()))
            .toList();
    Router settings = ((Task.Routers) routers(1)).routers().get(0);
    Task task =
        new Task.Routers(
            "u",
            "ns",
            "n",
            "2026-11-26T02:00:00Z",
            "f",
            List.of(),
            null,
            new SecretRouters("/secrets", names, "isp=routers", settings),
            8,
            null,
            null,
            List.of(),
            List.of());
    String text = TaskDocument.write(task);

    assertThat(text).hasSizeLessThan(LONGEST_VARIABLE - 1024);
    assertThat(TaskDocument.read(text)).isEqualTo(task);
  }

  @Test
  void whatCannotBeUnpackedIsNoTask() {
    assertThatThrownBy(() -> TaskDocument.read("gzip:AAAA"))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> TaskDocument.read("gzip:%"))
        .isInstanceOf(JsonProcessingException.class);
  }

  private static Task routers(int count) {
    List<Router> routers =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Router(
                        "edge-" + i,
                        "10.%d.%d.%d".formatted(i % 7, i % 251, i % 13),
                        8729,
                        new Router.Tls(null, Integer.toHexString(i).repeat(20), false),
                        null,
                        "/secrets/router-" + i + "/username",
                        "/secrets/router-" + i + "/password",
                        null,
                        21,
                        22,
                        null,
                        List.of(),
                        null,
                        false,
                        null,
                        null,
                        null,
                        null))
            .toList();
    return new Task.Routers(
        "u",
        "ns",
        "n",
        "2026-11-26T02:00:00Z",
        "f",
        routers,
        null,
        null,
        8,
        null,
        null,
        List.of(),
        List.of("uid-of-an-older-run"));
  }
}
