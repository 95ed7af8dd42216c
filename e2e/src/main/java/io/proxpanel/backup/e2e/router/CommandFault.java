package io.proxpanel.backup.e2e.router;

/** What a router does in place of a command. */
sealed interface CommandFault {
  /** Refuses it. */
  record Trap(int category, String message) implements CommandFault {}

  /** Restarts: says so, and ends the connection. */
  record Reboot() implements CommandFault {}

  /** Sends the half of a sentence, and ends the connection. */
  record HalfSentence() implements CommandFault {}

  /** Sends the half of a sentence, and no more. */
  record Stall() implements CommandFault {}

  /** Never answers, unless the command is cancelled. */
  record Silence() implements CommandFault {}

  /** Does it, and adds a word of that many bytes to each row. */
  record LongWord(int bytes) implements CommandFault {}

  /** Announces a word of 4 GiB less a byte. */
  record HugeLength() implements CommandFault {}

  /** Sends rows of that many bytes, so many of them, and then does the command. */
  record Rows(int bytes, int count) implements CommandFault {}

  /** Sends what has no end, as long as somebody listens. */
  record Flood(Endless what) implements CommandFault {}

  /** What has no end. */
  enum Endless {
    /** Rows of the answer, each with another file of the agent's in it. */
    ROWS,
    /** Rows that belong to another command. */
    ROWS_OF_ANOTHER,
    /** Words of one sentence. */
    WORDS,
    /** Words of a mebibyte, each in a row. */
    LONG_WORDS,
    /** Sentences without a word. */
    NOTHING
  }
}
