package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Listed;
import io.proxpanel.backup.agent.destination.net.BoundedInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.MalformedServerReplyException;

/** A connection that is logged in, in the destination's folder: what can be done there. */
final class FtpConnection {
  private static final Pattern SIZE = Pattern.compile("^213[ -]\\s*(\\d{1,18})\\b");
  private static final Pattern SHA_256 = Pattern.compile("\\b[0-9A-Fa-f]{64}\\b");
  private static final Pattern DENIED =
      Pattern.compile("denied|not permitted|forbidden|not allowed", Pattern.CASE_INSENSITIVE);

  /** What a server reads at least, when it computes a hash. */
  private static final long HASHED_BYTES_PER_SECOND = 20L * 1024 * 1024;

  /** What a server may take to say why a transfer broke, once it has broken. */
  private static final Duration REASON = Duration.ofSeconds(5);

  /** Two million names, as long as they mostly are. */
  private static final long MAX_LISTING = 512L << 20;

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Control control;
  private final DataConnector data;
  private final Features features;
  private final FtpTimeouts timeouts;
  private final FtpErrors errors;
  private final boolean oneTransfer;
  private boolean used;

  /**
   * A connection.
   *
   * @param oneTransfer whether it serves one data connection only
   */
  FtpConnection(
      Control control,
      DataConnector data,
      Features features,
      FtpTimeouts timeouts,
      FtpErrors errors,
      boolean oneTransfer) {
    this.control = control;
    this.data = data;
    this.features = features;
    this.timeouts = timeouts;
    this.errors = errors;
    this.oneTransfer = oneTransfer;
  }

  /** Whether it was not dropped yet. */
  boolean isOpen() {
    return control.isOpen();
  }

  /** Whether another transfer can be begun on it. */
  boolean isReusable() {
    return control.isOpen() && !(oneTransfer && used);
  }

  /** Begins a transfer; {@link #complete} has to follow, or {@link #drop}. */
  DataConnection transfer(String command, String name, long offset) throws IOException {
    used = true;
    return data.open(command, name, offset);
  }

  /** The server's last word on a transfer whose data connection has ended. */
  Reply complete() throws IOException {
    Reply last = control.read();
    if (last.isPreliminary()) {
      // Pure-FTPd says that of a transfer that broke, and nothing after it.
      throw new IOException("the server did not say that the transfer is complete");
    }
    return last;
  }

  /** What went wrong with a transfer in the server's words, not waited for long. */
  Optional<Reply> reasonSoon() {
    try {
      control.waitFor(REASON.compareTo(timeouts.reply()) < 0 ? REASON : timeouts.reply());
      return Optional.of(complete()).filter(reply -> !reply.isDone());
    } catch (ReplyException e) {
      return Optional.of(e.reply());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the server still answers. */
  boolean isAlive() {
    try {
      return control.isOpen() && control.send("NOOP").code() != 421;
    } catch (IOException e) {
      return false;
    }
  }

  /** What stands under a name of the folder. */
  Optional<FileEntry> stat(String name) throws IOException, AgentException {
    if (features.machineListings()) {
      Reply reply = control.send("MLST", name);
      if (reply.isDone()) {
        return machineEntry(reply).map(entry -> new FileEntry(name, entry.sizeBytes()));
      }
      if (!reply.isUnsupported()) {
        return absent(reply);
      }
    }
    OptionalLong size = quickSize(name);
    if (size.isPresent()) {
      return Optional.of(FileEntry.file(name, size.getAsLong()));
    }
    // It says no for folders too: only the listing knows.
    return list(name::equals, name).stream().findAny();
  }

  private static Optional<FileEntry> absent(Reply reply) throws ReplyException {
    if (reply.code() != 550 || reply.says(DENIED)) {
      throw new ReplyException(reply);
    }
    return Optional.empty();
  }

  private static Optional<FileEntry> machineEntry(Reply reply) throws IOException {
    for (String line : reply.lines()) {
      // The one line that begins with a space, and not with the code (RFC 3659, section 7.2).
      if (line.startsWith(" ") || line.matches("(250-)?[A-Za-z][A-Za-z.]*=.*")) {
        return Optional.of(
            Listing.fact(line.replaceFirst("^250-", "").stripLeading())
                .orElseGet(() -> FileEntry.other("")));
      }
    }
    throw new ReplyException(reply);
  }

  /** Length of a file, where the server has a command for it. */
  OptionalLong quickSize(String name) throws IOException {
    Matcher size = control.send("SIZE", name).find(SIZE);
    return size.find() ? OptionalLong.of(Long.parseLong(size.group(1))) : OptionalLong.empty();
  }

  /** Length of a file, by whatever the server offers. */
  OptionalLong size(String name) throws IOException, AgentException {
    OptionalLong size = quickSize(name);
    return size.isPresent()
        ? size
        : stat(name).map(FileEntry::sizeBytes).orElseGet(OptionalLong::empty);
  }

  /**
   * What stands in the folder under names that are wanted, with a dot in front included.
   *
   * @param part that all of them have, which may be empty
   */
  List<FileEntry> list(Predicate<String> wanted, String part) throws IOException, AgentException {
    if (features.machineListings()) {
      try {
        return listing(
            "MLSD",
            null,
            wanted,
            (in, listed) -> Listing.machine(in, new Listing.Part(part), listed));
      } catch (ReplyException e) {
        if (!e.reply().isUnsupported()) {
          throw e;
        }
      }
    }
    Reply system = control.send("SYST");
    String name = system.isDone() ? system.text().replaceFirst("^215 ", "") : "UNIX";
    try {
      // Without the option, files that begin with a dot are left out.
      return listing(
          "LIST",
          "-a",
          wanted,
          (in, listed) -> Listing.human(in, name, new Listing.Part(part), listed));
    } catch (ReplyException e) {
      if (e.reply().code() / 100 == 4 || e.reply().code() == 530) {
        throw e;
      }
      return listing(
          "LIST",
          null,
          wanted,
          (in, listed) -> Listing.human(in, name, new Listing.Part(part), listed));
    }
  }

  private interface Reader {
    void read(InputStream in, Listed listed) throws IOException, AgentException;
  }

  private List<FileEntry> listing(
      String command, String argument, Predicate<String> wanted, Reader reader)
      throws IOException, AgentException {
    Listed listed = new Listed(errors.inSentence(), wanted);
    try (DataConnection listing = transfer(command, argument, 0)) {
      reader.read(bounded(listing.in()), listed);
    } catch (ReplyException e) {
      throw e;
    } catch (MalformedServerReplyException e) {
      throw e;
    } catch (IOException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      // The server's reason is better than that the connection broke.
      Optional<Reply> reason = reasonSoon();
      throw reason.isPresent() ? new ReplyException(reason.get()) : e;
    }
    complete().requireDone();
    return listed.entries();
  }

  private InputStream bounded(InputStream in) {
    return new BoundedInput(
        in,
        MAX_LISTING,
        Listed.LONGEST,
        what -> errors.protocol(what + " as the listing of its folder: look there."));
  }

  /** Removes a file. */
  Reply delete(String name) throws IOException {
    return control.send("DELE", name);
  }

  /** Gives a file another name in the folder. */
  void rename(String from, String to) throws IOException {
    control.send("RNFR", from).requireHalf();
    control.send("RNTO", to).requireDone();
  }

  /** SHA-256 of a file as the server computes it, in hexadecimal; empty where it does not. */
  Optional<String> sha256(String name, long sizeBytes) throws IOException {
    Optional<String> command = features.sha256Command();
    if (command.isEmpty()) {
      return Optional.empty();
    }
    if (command.get().equals("HASH") && !control.send("OPTS", "HASH SHA-256").isDone()) {
      return Optional.empty();
    }
    control.waitFor(timeouts.reply().plusSeconds(sizeBytes / HASHED_BYTES_PER_SECOND));
    Reply reply = control.send(command.get(), name);
    control.waitFor(timeouts.reply());
    Matcher hash = reply.find(SHA_256);
    return reply.isDone() && hash.find()
        ? Optional.of(hash.group().toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }

  /** Bytes that the user may still store, where the server says so. */
  OptionalLong freeBytes() throws IOException {
    if (!features.has("AVBL")) {
      return OptionalLong.empty();
    }
    Matcher bytes = control.send("AVBL").find(SIZE);
    return bytes.find() ? OptionalLong.of(Long.parseLong(bytes.group(1))) : OptionalLong.empty();
  }

  /** Says goodbye and closes. */
  void quit() {
    try {
      control.waitFor(FAREWELL);
      control.send("QUIT");
    } catch (IOException e) {
      // It is gone already.
    }
    control.drop();
  }

  /** Closes without a word. */
  void drop() {
    control.drop();
  }
}
