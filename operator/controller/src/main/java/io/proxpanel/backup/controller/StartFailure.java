package io.proxpanel.backup.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Why the operator cannot start or go on, in words for people. */
final class StartFailure {
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
      return ApiErrors.sentence(answer.get());
    }
    Optional<IOException> network = first(causes, IOException.class);
    if (network.isPresent()) {
      return "The API server at %s cannot be reached%s: check the address and the network."
          .formatted(
              server, lastMessage(causes(network.get())).map(text -> " (" + text + ")").orElse(""));
    }
    return lastMessage(causes).orElseGet(e::toString);
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
