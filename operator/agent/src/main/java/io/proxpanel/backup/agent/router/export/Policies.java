package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.AnswerTimeoutException;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.Sentence;
import io.proxpanel.backup.agent.router.api.TrapException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the user may do on a router, where the router says it: a user of a RADIUS server stands in
 * no list of the router's.
 */
final class Policies {
  private final String user;
  private final Optional<Set<String>> granted;

  private Policies(String user, Optional<Set<String>> granted) {
    this.user = user;
    this.granted = granted;
  }

  static Policies read(RouterSession session) throws AgentException {
    String user = session.user();
    try {
      Optional<String> group = one(session, "/user/print", user, "group");
      Optional<String> policy =
          group.isEmpty() ? group : one(session, "/user/group/print", group.get(), "policy");
      return new Policies(user, policy.map(Policies::parse));
    } catch (IOException e) {
      boolean refused = e instanceof TrapException || e instanceof AnswerTimeoutException;
      if (refused && session.isUsable()) {
        return new Policies(user, Optional.empty());
      }
      throw session.explain(e, "reading what the user may do");
    }
  }

  private static Optional<String> one(
      RouterSession session, String command, String name, String property) throws IOException {
    Command print = Command.of(command).with(".proplist", "name," + property).where("name", name);
    return session.call(print).rows().stream()
        .findFirst()
        .flatMap((Sentence row) -> row.get(property));
  }

  private static Set<String> parse(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(policy -> !policy.startsWith("!"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether the router says that the user lacks a policy. */
  boolean lacks(String policy) {
    return granted.isPresent() && !granted.get().contains(policy);
  }

  /**
   * The router refuses something.
   *
   * @param doing in words, as {@code "make its export"}
   * @param said the router's words, quoted, or null when it said nothing
   * @param needed policies that it takes
   */
  AgentException refused(
      RouterSession session, String doing, String said, List<String> needed, Exception cause) {
    List<String> missing = needed.stream().filter(this::lacks).toList();
    return session
        .errors()
        .failure(
            ErrorCode.RouterPermissionDenied,
            "does not let \""
                + user
                + "\" "
                + doing
                + (said == null ? "" : " (" + said + ")")
                + ": give the user's group the policies "
                + listed(needed)
                + " (\"/user group\")"
                + (missing.isEmpty() ? "." : "; it lacks " + listed(missing) + "."),
            cause);
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
