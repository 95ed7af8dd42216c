package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.Sentence;
import io.proxpanel.backup.agent.router.api.TrapException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a router what it is. */
final class FactsReader {
  private final RouterSession session;

  FactsReader(RouterSession session) {
    this.session = session;
  }

  RouterFacts read() throws AgentException {
    Optional<Sentence> resource = resource();
    Optional<Sentence> board = board();
    return new RouterFacts(
        get(one("/system/identity/print"), "name"),
        get(resource, "board-name"),
        get(board, "model"),
        get(board, "serial-number"),
        get(resource, "version"),
        get(resource, "architecture-name"),
        get(resource, "uptime"),
        number(get(resource, "free-hdd-space")),
        interfaces());
  }

  /** Version and hardware, which every router that may be read has. */
  Optional<Sentence> resource() throws AgentException {
    return one("/system/resource/print");
  }

  private Optional<Sentence> one(String command) throws AgentException {
    return session.call(Command.of(command), "reading what it is").rows().stream().findFirst();
  }

  /** Of a router without a board some versions have no such menu. */
  private Optional<Sentence> board() throws AgentException {
    try {
      return session.call(Command.of("/system/routerboard/print")).rows().stream().findFirst();
    } catch (TrapException e) {
      if (e.isUnknownCommand()) {
        return Optional.empty();
      }
      throw session.explain(e, "reading what it is");
    } catch (IOException e) {
      throw session.explain(e, "reading what it is");
    }
  }

  private List<RouterFacts.Interface> interfaces() throws AgentException {
    Command print = Command.of("/interface/print").with(".proplist", "name,type,default-name");
    return session.call(print, "reading its interfaces").rows().stream()
        .map(
            row ->
                new RouterFacts.Interface(
                    row.get("name").orElse(""),
                    row.get("type").orElse(""),
                    row.get("default-name").orElse("")))
        .toList();
  }

  private static String get(Optional<Sentence> row, String name) {
    return row.flatMap(sentence -> sentence.get(name)).orElse("");
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
