package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection of a client to the API, from its login to its end. */
final class ApiConversation {
  private final RouterModel model;
  private final List<RouterUser> users;
  private final RouterCommands commands;
  private final RouterFaults faults;
  private final List<String> active;
  private final Consumer<ApiRequest> log;
  private final ApiWire wire;
  private final List<String> unanswered = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private RouterUser user;
  private byte[] challenge;

  ApiConversation(
      Socket socket,
      RouterModel model,
      List<RouterUser> users,
      RouterCommands commands,
      RouterFaults faults,
      List<String> active,
      Consumer<ApiRequest> log)
      throws IOException {
    this.model = model;
    this.users = users;
    this.commands = commands;
    this.faults = faults;
    this.active = active;
    this.log = log;
    this.wire = new ApiWire(socket, faults);
  }

  /** Name of the user who has logged in. */
  Optional<String> user() {
    return Optional.ofNullable(user).map(RouterUser::name);
  }

  /** Answers until one side ends it. */
  void run() throws IOException {
    boolean more = true;
    while (more) {
      ApiRequest request = ApiRequest.of(wire.receive());
      log.accept(request);
      more = answer(request);
    }
  }

  private boolean answer(ApiRequest request) throws IOException {
    Optional<CommandFault> fault = faults.of(request.command());
    if (fault.isPresent() && fault.get() instanceof CommandFault.Rows rows) {
      for (int i = 0; i < rows.count(); i++) {
        say("!re", request, List.of("=comment=" + "x".repeat(rows.bytes())));
      }
    } else if (fault.isPresent() && !(fault.get() instanceof CommandFault.LongWord)) {
      return misbehave(fault.get(), request);
    }
    switch (request.command()) {
      case "/login" -> {
        login(request);
        return true;
      }
      case "/quit" -> {
        say("!fatal", request, List.of("session terminated on request"));
        return false;
      }
      case "/cancel" -> {
        cancel(request);
        return true;
      }
      default -> {
        if (user == null) {
          say("!fatal", request, List.of("not logged in"));
          return false;
        }
        execute(request, fault);
        return true;
      }
    }
  }

  private boolean misbehave(CommandFault fault, ApiRequest request) throws IOException {
    if (fault instanceof CommandFault.Trap trap) {
      trap(request, trap.category(), trap.message());
      return true;
    }
    if (fault instanceof CommandFault.Silence) {
      unanswered.add(request.tag());
      return true;
    }
    if (fault instanceof CommandFault.Reboot) {
      say("!fatal", request, List.of("router is rebooting"));
      return false;
    }
    if (fault instanceof CommandFault.Flood flood) {
      flood(flood.what(), request);
    }
    if (fault instanceof CommandFault.HugeLength) {
      wire.send(HexFormat.of().parseHex("03217265f0ffffffff3d"));
      return true;
    }
    wire.sendHalf(sentence("!re", request, List.of("=name=" + model.identity())));
    return fault instanceof CommandFault.Stall;
  }

  /** Ends when the other side does. */
  private void flood(CommandFault.Endless what, ApiRequest request) throws IOException {
    if (what == CommandFault.Endless.WORDS) {
      wire.send(HexFormat.of().parseHex("03217265"));
    }
    byte[] nothing = new byte[4096];
    byte[] words = HexFormat.of().parseHex("043d613d62".repeat(1000));
    for (long i = 0; ; i++) {
      switch (what) {
        case ROWS ->
            say(
                "!re",
                request,
                List.of(
                    "=.id=*" + Long.toHexString(i),
                    "=name=proxpanel-1xyz-" + "%012x".formatted(i) + ".rsc",
                    "=size=10"));
        case ROWS_OF_ANOTHER ->
            wire.send(List.of("!re", ".tag=another", "=comment=" + "x".repeat(1000)));
        case WORDS -> wire.send(words);
        case LONG_WORDS -> say("!re", request, List.of("=name=" + "x".repeat(1 << 20)));
        case NOTHING -> wire.send(nothing);
      }
    }
  }

  private void execute(ApiRequest request, Optional<CommandFault> fault) throws IOException {
    try {
      List<Map<String, String>> rows = commands.run(request, user);
      for (Map<String, String> row : rows) {
        List<String> words = new ArrayList<>();
        row.forEach((name, value) -> words.add("=" + name + "=" + value));
        if (fault.isPresent() && fault.get() instanceof CommandFault.LongWord extra) {
          words.add("=comment=" + "x".repeat(extra.bytes() - "=comment=".length()));
        }
        say("!re", request, words);
      }
      if (rows.isEmpty() && request.command().endsWith("/print") && model.isAtLeast(7, 18)) {
        say("!empty", request, List.of());
      }
      say("!done", request, List.of());
    } catch (TrapException e) {
      trap(request, e.category(), e.getMessage());
    }
  }

  private void cancel(ApiRequest request) throws IOException {
    String tag = request.get("tag");
    if (!unanswered.remove(tag)) {
      trap(request, 0, "unknown command with such tag");
      return;
    }
    ApiRequest cancelled = new ApiRequest("", Map.of(), Map.of(), tag);
    trap(cancelled, 2, "interrupted");
    say("!done", request, List.of());
  }

  private void login(ApiRequest request) throws IOException {
    boolean asksForChallenge = !request.arguments().containsKey("response");
    if (!model.isAtLeast(6, 43) && asksForChallenge) {
      challenge = new byte[16];
      random.nextBytes(challenge);
      say("!done", request, List.of("=ret=" + HexFormat.of().formatHex(challenge)));
      return;
    }
    Optional<RouterUser> found =
        users.stream()
            .filter(u -> utf8(u.name()).equals(request.get("name")))
            .filter(u -> knows(u, request))
            .findFirst();
    if (found.isEmpty()) {
      trap(
          request,
          -1,
          model.isAtLeast(6, 43) ? "invalid user name or password (6)" : "cannot log in");
    } else if (!found.get().may("api")) {
      trap(request, -1, "not enough permissions (9)");
    } else {
      user = found.get();
      active.add(user.name());
      say("!done", request, List.of());
    }
  }

  private boolean knows(RouterUser candidate, ApiRequest request) {
    if (model.isAtLeast(6, 43)) {
      return utf8(candidate.password()).equals(request.get("password"));
    }
    byte[] secret = challenge;
    challenge = null;
    return secret != null && request.get("response").equals("00" + md5(candidate, secret));
  }

  private static String md5(RouterUser user, byte[] challenge) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update((byte) 0);
      md5.update(user.password().getBytes(StandardCharsets.UTF_8));
      md5.update(challenge);
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Text as the wire has it. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private void trap(ApiRequest request, int category, String message) throws IOException {
    List<String> words = new ArrayList<>();
    if (category >= 0) {
      words.add("=category=" + category);
    }
    words.add("=message=" + message);
    say("!trap", request, words);
    say("!done", request, List.of());
  }

  private void say(String kind, ApiRequest request, List<String> words) throws IOException {
    wire.send(sentence(kind, request, words));
  }

  private static List<String> sentence(String kind, ApiRequest request, List<String> words) {
    List<String> sentence = new ArrayList<>();
    sentence.add(kind);
    if (request.tag() != null && !kind.equals("!fatal")) {
      sentence.add(".tag=" + request.tag());
    }
    sentence.addAll(words);
    return sentence;
  }
}
