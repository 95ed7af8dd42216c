package io.proxpanel.backup.e2e.router;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a router does wrong from now on. Each method adds a fault; {@link #none} ends all. */
public final class RouterFaults {
  private final Map<String, CommandFault> commands = new ConcurrentHashMap<>();
  private final Set<String> once = ConcurrentHashMap.newKeySet();
  private volatile ExportFault export = ExportFault.none();
  private volatile Duration pauseBetweenBytes = Duration.ZERO;
  private volatile long readableBytes = Long.MAX_VALUE;
  private volatile String folder = "";
  private volatile String announced = "";

  /** How an export is written. */
  enum Ending {
    WHOLE,
    EMPTY,
    HEADER_ONLY,
    CUT,
    INTERRUPTED,
    MENU_MISSING,
    LARGE,
    DISK_FULL
  }

  /**
   * How an export goes.
   *
   * @param ending what its file has in it
   * @param bytes where it is cut
   * @param pieces in how many pieces it is written after the command has ended; 0 for at once
   * @param pause before each of them
   * @param underOtherName whether it has another name while it is written
   */
  record ExportFault(Ending ending, int bytes, int pieces, Duration pause, boolean underOtherName) {
    static ExportFault none() {
      return new ExportFault(Ending.WHOLE, 0, 0, Duration.ZERO, false);
    }
  }

  /** No fault any more. */
  public RouterFaults none() {
    commands.clear();
    once.clear();
    export = ExportFault.none();
    pauseBetweenBytes = Duration.ZERO;
    readableBytes = Long.MAX_VALUE;
    folder = "";
    announced = "";
    return this;
  }

  /** Says that its exports have so many bytes, whatever they have. */
  public RouterFaults announcedSize(String digits) {
    announced = digits;
    return this;
  }

  /** Has so much in its lists that an export has that many bytes at least. */
  public RouterFaults largeExport(int bytes) {
    return ending(Ending.LARGE, bytes);
  }

  /** Adds rows of that many bytes to an answer. */
  public RouterFaults rows(String command, int bytes, int count) {
    return with(command, new CommandFault.Rows(bytes, count));
  }

  /** Never comes to the end of an answer: rows without end. */
  public RouterFaults endlessRows(String command) {
    return flood(command, CommandFault.Endless.ROWS);
  }

  /** The same, of rows that belong to no command. */
  public RouterFaults endlessRowsOfAnother(String command) {
    return flood(command, CommandFault.Endless.ROWS_OF_ANOTHER);
  }

  /** A sentence of words without end. */
  public RouterFaults endlessWords(String command) {
    return flood(command, CommandFault.Endless.WORDS);
  }

  /** Rows without end, each with a word of a mebibyte. */
  public RouterFaults endlessLongWords(String command) {
    return flood(command, CommandFault.Endless.LONG_WORDS);
  }

  /** Sentences without a word, without end. */
  public RouterFaults endlessNothing(String command) {
    return flood(command, CommandFault.Endless.NOTHING);
  }

  private RouterFaults flood(String command, CommandFault.Endless what) {
    return with(command, new CommandFault.Flood(what));
  }

  /** Writes its files below flash, as some boards do. */
  public RouterFaults filesInFlash() {
    folder = "flash/";
    return this;
  }

  /** Refuses a command with a category and a message. */
  public RouterFaults trap(String command, int category, String message) {
    return with(command, new CommandFault.Trap(category, message));
  }

  /** Restarts when a command comes. */
  public RouterFaults reboot(String command) {
    return with(command, new CommandFault.Reboot());
  }

  /** Loses the connection within the answer to a command. */
  public RouterFaults halfSentence(String command) {
    return with(command, new CommandFault.HalfSentence());
  }

  /** Stops within the answer to a command, and keeps the connection. */
  public RouterFaults stall(String command) {
    return with(command, new CommandFault.Stall());
  }

  /** Never ends a command by itself. */
  public RouterFaults silence(String command) {
    return with(command, new CommandFault.Silence());
  }

  /** Adds a long word to each row of an answer. */
  public RouterFaults longWord(String command, int bytes) {
    return with(command, new CommandFault.LongWord(bytes));
  }

  /** Announces a word of almost 4 GiB. */
  public RouterFaults hugeLength(String command) {
    return with(command, new CommandFault.HugeLength());
  }

  /** Writes nothing into the file of an export. */
  public RouterFaults emptyExport() {
    return ending(Ending.EMPTY, 0);
  }

  /** Writes no command into the file of an export. */
  public RouterFaults exportWithoutCommands() {
    return ending(Ending.HEADER_ONLY, 0);
  }

  /** Writes only the first bytes of an export. */
  public RouterFaults cutExport(int bytes) {
    return ending(Ending.CUT, bytes);
  }

  /** Interrupts an export, as RouterOS writes into the file. */
  public RouterFaults interruptedExport() {
    return ending(Ending.INTERRUPTED, 0);
  }

  /** Cannot export a menu, as RouterOS writes into the file. */
  public RouterFaults menuMissingInExport() {
    return ending(Ending.MENU_MISSING, 0);
  }

  /** Has no room for an export: leaves a part of it, and says so. */
  public RouterFaults diskFull() {
    return ending(Ending.DISK_FULL, 0);
  }

  /** Ends the command at once, and writes the file in pieces, each after a pause. */
  public RouterFaults slowExport(int pieces, Duration pause, boolean underOtherName) {
    export = new ExportFault(export.ending(), export.bytes(), pieces, pause, underOtherName);
    return this;
  }

  /** Sends each byte of an answer by itself. */
  public RouterFaults slow(Duration betweenBytes) {
    pauseBetweenBytes = betweenBytes;
    return this;
  }

  /** Hands out no more than the first bytes of a file, by the API. */
  public RouterFaults shortFiles(long bytes) {
    readableBytes = bytes;
    return this;
  }

  private RouterFaults with(String command, CommandFault fault) {
    commands.put(command, fault);
    return this;
  }

  private RouterFaults ending(Ending ending, int bytes) {
    export =
        new ExportFault(ending, bytes, export.pieces(), export.pause(), export.underOtherName());
    return this;
  }

  /** What it does wrong with a command it does wrong only the first time. */
  public RouterFaults once(String command) {
    once.add(command);
    return this;
  }

  Optional<CommandFault> of(String command) {
    return Optional.ofNullable(
        once.remove(command) ? commands.remove(command) : commands.get(command));
  }

  ExportFault export() {
    return export;
  }

  Duration pauseBetweenBytes() {
    return pauseBetweenBytes;
  }

  String announced() {
    return announced;
  }

  String folder() {
    return folder;
  }

  long readableBytes() {
    return readableBytes;
  }
}
