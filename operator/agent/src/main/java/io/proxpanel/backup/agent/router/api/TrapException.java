package io.proxpanel.backup.agent.router.api;

import java.io.IOException;
import java.util.regex.Pattern;

/** A router did not do what it was told ({@code !trap}); the connection stands. */
public final class TrapException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Not a category: the router named none. */
  static final int NO_CATEGORY = -1;

  private static final int MAX_QUOTED = 200;
  private static final Pattern NOT_PERMITTED =
      Pattern.compile("not (enough )?permi|permission denied", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "no such command|unknown parameter|bad command|expected end of command",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_ROOM =
      Pattern.compile("\\bspace\\b|disk (is )?full|\\bno room\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_ITEM = Pattern.compile("no such item", Pattern.CASE_INSENSITIVE);

  private final int category;

  TrapException(String message, int category) {
    super(message);
    this.category = category;
  }

  static TrapException of(Sentence trap) {
    int category = NO_CATEGORY;
    String said = trap.get("category").orElse("");
    if (said.matches("\\d{1,3}")) {
      category = Integer.parseInt(said);
    }
    return new TrapException(trap.get("message").orElse("no reason given"), category);
  }

  /** The same without a secret, which the router may repeat. */
  public TrapException without(String secret) {
    TrapException other = new TrapException(getMessage().replace(secret, "…"), category);
    other.setStackTrace(getStackTrace());
    return other;
  }

  /** Whether the user lacks a policy for it. */
  public boolean isNotPermitted() {
    return says(NOT_PERMITTED);
  }

  /** Whether this version of RouterOS has no such command or argument. */
  public boolean isUnknownCommand() {
    return says(UNKNOWN);
  }

  /** Whether room is missing. */
  public boolean isFull() {
    return says(NO_ROOM);
  }

  /** Whether what it was about is not there. */
  public boolean isNoSuchItem() {
    return says(NO_ITEM);
  }

  private boolean says(Pattern words) {
    return words.matcher(getMessage()).find();
  }

  /** For a message: the router's own words, short, and what its category means. */
  String quoted() {
    String words = getMessage().replaceAll("\\p{Cntrl}", "?").strip();
    if (words.length() > MAX_QUOTED) {
      words = words.substring(0, MAX_QUOTED) + "…";
    }
    return '"' + words + '"' + meaning();
  }

  /** Categories as the documentation of RouterOS has them under "API", section "!trap". */
  private String meaning() {
    String name =
        switch (category) {
          case 0 -> "missing item or command";
          case 1 -> "argument value failure";
          case 2 -> "execution interrupted";
          case 3 -> "scripting failure";
          case 4 -> "general failure";
          case 5 -> "API failure";
          case 6 -> "TTY failure";
          case 7 -> "value of :return";
          default -> null;
        };
    return name == null ? "" : ", category " + category + ": " + name;
  }
}
