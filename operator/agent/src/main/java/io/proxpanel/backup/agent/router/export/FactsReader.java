package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.AnswerTimeoutException;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.Sentence;
import io.proxpanel.backup.agent.router.api.TrapException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a router what it is. */
final class FactsReader {
  private static final String DOING = "reading what it is";

  /** Of what a router says of itself; it stands in lists of hundreds of routers. */
  private static final int MAX_FACT = 200;

  private static final int MAX_INTERFACES = 20_000;

  private final RouterSession session;
  private final List<String> remarks = new ArrayList<>();

  FactsReader(RouterSession session) {
    this.session = session;
  }

  /** What a backup says of a router; only the version is needed for it. */
  RouterFacts read() throws AgentException {
    return read(List.of());
  }

  /** The same with the interfaces, as far as the router lists them. */
  RouterFacts readWithInterfaces() throws AgentException {
    return read(interfaces());
  }

  private RouterFacts read(List<RouterFacts.Interface> interfaces) throws AgentException {
    Optional<Sentence> resource = resource();
    Optional<Sentence> board = board();
    Optional<Sentence> identity = extra("/system/identity/print", "its name");
    return new RouterFacts(
        get(identity, "name"),
        get(resource, "board-name"),
        get(board, "model"),
        get(board, "serial-number"),
        get(resource, "version"),
        get(resource, "architecture-name"),
        get(resource, "uptime"),
        number(get(resource, "free-hdd-space")),
        interfaces);
  }

  /** What could not be read and is not needed, in words that follow "it". */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Version and hardware, which every router that may be read has. */
  Optional<Sentence> resource() throws AgentException {
    try {
      return first("/system/resource/print");
    } catch (IOException e) {
      throw session.explain(e, DOING);
    }
  }

  private Optional<Sentence> first(String command) throws IOException {
    return session.call(Command.of(command)).rows().stream().findFirst();
  }

  /** Of a router without a board some versions have no such menu. */
  private Optional<Sentence> board() throws AgentException {
    try {
      return first("/system/routerboard/print");
    } catch (IOException e) {
      return e instanceof TrapException trap && trap.isUnknownCommand()
          ? Optional.empty()
          : without("its model and serial number", e);
    }
  }

  private Optional<Sentence> extra(String command, String what) throws AgentException {
    try {
      return first(command);
    } catch (IOException e) {
      return without(what, e);
    }
  }

  /** Goes on without, as long as the router can be asked for what is needed. */
  private <T> Optional<T> without(String what, IOException e) throws AgentException {
    boolean refused = e instanceof TrapException || e instanceof AnswerTimeoutException;
    if (!refused || !session.isUsable()) {
      throw session.explain(e, DOING);
    }
    String why = e instanceof TrapException trap ? RouterErrors.said(trap) : e.getMessage();
    remarks.add("does not tell " + what + " (" + why + ")");
    return Optional.empty();
  }

  private List<RouterFacts.Interface> interfaces() throws AgentException {
    Command print = Command.of("/interface/print").with(".proplist", "name,type,default-name");
    List<RouterFacts.Interface> interfaces = new ArrayList<>();
    try {
      session.call(
          print,
          row -> {
            if (interfaces.size() < MAX_INTERFACES) {
              interfaces.add(
                  new RouterFacts.Interface(
                      get(Optional.of(row), "name"),
                      get(Optional.of(row), "type"),
                      get(Optional.of(row), "default-name")));
            }
          });
      return interfaces;
    } catch (IOException e) {
      throw session.explain(e, "reading its interfaces");
    }
  }

  private static String get(Optional<Sentence> row, String name) {
    String text = row.flatMap(sentence -> sentence.get(name)).orElse("");
    return text.length() <= MAX_FACT ? text : text.substring(0, MAX_FACT) + "…";
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : RouterFacts.UNKNOWN;
  }
}
