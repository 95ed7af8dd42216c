package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * The file that becomes the container's termination message. It is a mounted file that cannot be
 * replaced, so each result is written over the last in one piece and filled up with spaces: whoever
 * reads after a kill finds a whole document.
 */
public final class ResultFile {
  private static final int[] MESSAGE_LENGTHS = {1500, 600, 200};
  private static final int LAST_LENGTH = 100;

  /** Of what is said of each of several. */
  private static final int OTHERS_LENGTH = 100;

  private final Path path;
  private int written;

  /** A file that does not have to exist. */
  public ResultFile(Path path) {
    this.path = path;
  }

  /** Writes a result, shortened where it is too long. */
  public synchronized void write(TaskResult result) throws IOException {
    byte[] json = encode(result);
    byte[] all = Arrays.copyOf(json, Math.max(json.length, written));
    Arrays.fill(all, json.length, all.length, (byte) ' ');
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(all);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.truncate(all.length);
    }
    written = all.length;
  }

  static byte[] encode(TaskResult result) {
    byte[] json = bytes(result);
    for (int length : MESSAGE_LENGTHS) {
      if (json.length <= TaskResult.MAX_BYTES) {
        return json;
      }
      json = bytes(shorten(result, length));
    }
    // What is said least of all, and what a program needs stays.
    return json.length <= TaskResult.MAX_BYTES ? json : bytes(withoutWords(result));
  }

  private static TaskResult withoutWords(TaskResult r) {
    return new TaskResult(
        r.state(),
        r.stage(),
        r.failure() == null
            ? null
            : new Failure(r.failure().code(), cut(r.failure().message(), LAST_LENGTH)),
        r.file(),
        r.database(),
        r.archive(),
        List.of(),
        r.transactionId(),
        r.destinations().stream()
            .map(
                d ->
                    new TaskResult.DestinationResult(
                        d.name(),
                        d.state(),
                        null,
                        d.failure() == null ? null : cut(d.failure(), 0)))
            .toList(),
        r.tenant(),
        r.type(),
        r.document(),
        r.routers(),
        logins(r.logins(), 0),
        outcome(r.restored(), 0, 0),
        restorable(r.restorable(), 0, LAST_LENGTH));
  }

  private static TaskResult shorten(TaskResult r, int length) {
    Failure failure =
        r.failure() == null
            ? null
            : new Failure(r.failure().code(), cut(r.failure().message(), length));
    List<String> warnings = r.warnings().stream().limit(3).map(w -> cut(w, 200)).toList();
    return new TaskResult(
        r.state(),
        r.stage(),
        failure,
        r.file(),
        r.database(),
        r.archive(),
        warnings,
        r.transactionId(),
        r.destinations().stream()
            .map(
                d ->
                    new TaskResult.DestinationResult(
                        d.name(),
                        d.state(),
                        cut(d.location(), 300),
                        d.failure() == null ? null : cut(d.failure(), OTHERS_LENGTH)))
            .toList(),
        r.tenant(),
        r.type(),
        r.document(),
        r.routers(),
        logins(r.logins(), OTHERS_LENGTH),
        outcome(r.restored(), length / 100, OTHERS_LENGTH),
        restorable(r.restorable(), length / 200, OTHERS_LENGTH));
  }

  private static Restorability restorable(Restorability r, int groups, int length) {
    return r == null ? null : r.shortened(groups, length);
  }

  private static RestoreOutcome outcome(RestoreOutcome r, int names, int length) {
    return r == null
        ? null
        : new RestoreOutcome(
            r.mode(),
            cut(r.modeReason(), 200),
            r.dropped(),
            r.droppedNames().stream().limit(names).map(name -> cut(name, length)).toList(),
            r.notRestored().stream()
                .limit(names)
                .map(
                    each ->
                        new RestoreOutcome.NotRestored(
                            each.kind(), cut(each.name(), length), cut(each.reason(), length)))
                .toList(),
            r.notRestoredCount(),
            r.endedSessions(),
            r.keptDatabase());
  }

  private static RouterLoginResult logins(RouterLoginResult r, int length) {
    return r == null
        ? null
        : new RouterLoginResult(
            r.all(),
            r.good(),
            r.untried(),
            r.failed(),
            r.first().stream()
                .map(
                    each -> new RouterLoginResult.Refused(each.name(), cut(each.failure(), length)))
                .toList(),
            r.failure() == null ? null : cut(r.failure(), length));
  }

  private static Failure cut(Failure failure, int length) {
    return new Failure(failure.code(), length == 0 ? "" : cut(failure.message(), length));
  }

  private static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private static byte[] bytes(TaskResult result) {
    return Json.write(result).getBytes(StandardCharsets.UTF_8);
  }
}
