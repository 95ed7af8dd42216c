package io.proxpanel.backup.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.BackupApi;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.health.MissingDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why the operator cannot start or go on, in words for people. */
final class StartFailure {
  /** Which of our resources was asked for, in the message of an error of the client. */
  private static final Pattern OURS =
      Pattern.compile(
          "/apis/" + Pattern.quote(BackupApi.GROUP) + "/[^/]+/(?:namespaces/[^/]+/)?([a-z]+)");

  private static final int NOT_FOUND = 404;

  private StartFailure() {}

  /**
   * One sentence.
   *
   * @param e as it came out of the framework, which wraps what happened several times
   * @param server address of the API server
   */
  static String sentence(Throwable e, String server) {
    List<Throwable> causes = causes(e);
    // Ours, with what to do.
    if (e instanceof UncheckedIOException && e.getCause() instanceof BindException) {
      return e.getMessage();
    }
    Optional<KubernetesClientException> answer =
        first(causes, KubernetesClientException.class).filter(each -> each.getCode() > 0);
    if (answer.isPresent()) {
      return missingDefinition(answer.get()).orElseGet(() -> ApiErrors.sentence(answer.get()));
    }
    if (first(causes, JsonProcessingException.class).isPresent()) {
      return "The answer of the API server at %s cannot be read (%s): look what is between it and the"
              .formatted(server, lastMessage(causes).orElse("it is not JSON"))
          + " operator, for instance a proxy.";
    }
    Optional<IOException> network = first(causes, IOException.class);
    if (network.isPresent()) {
      return "The API server at %s cannot be reached%s: check the address and the network."
          .formatted(
              server, lastMessage(causes(network.get())).map(text -> " (" + text + ")").orElse(""));
    }
    return lastMessage(causes).orElseGet(e::toString);
  }

  private static Optional<String> missingDefinition(KubernetesClientException e) {
    return Optional.of(OURS.matcher(String.valueOf(e.getMessage())))
        .filter(asked -> e.getCode() == NOT_FOUND && asked.find())
        .map(asked -> MissingDefinitions.sentence(Set.of(asked.group(1) + "." + BackupApi.GROUP)));
  }

  private static List<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause).toList();
  }

  private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The innermost message that is more than what a wrapper repeats of its cause. */
  private static Optional<String> lastMessage(List<Throwable> causes) {
    return causes.stream()
        .filter(each -> each.getMessage() != null)
        .filter(
            each ->
                each.getCause() == null || !each.getMessage().equals(each.getCause().toString()))
        .reduce((outer, inner) -> inner)
        .map(Throwable::getMessage);
  }
}
