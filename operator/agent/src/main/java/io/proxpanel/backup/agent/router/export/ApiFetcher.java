package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.RouterVersion;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.TrapException;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Brings a file by the API: in pieces of any file ({@code /file/read}, from RouterOS 7.13 on), else
 * as the contents that {@code /file/print} shows, which older versions cut (6 after 4095 bytes).
 */
final class ApiFetcher implements FileFetcher {
  /** The most that RouterOS hands out at once. */
  private static final int PIECE_BYTES = 32 * 1024;

  /** The most that any version shows as contents (documentation of RouterOS, "Files"). */
  private static final long MAX_CONTENTS_BYTES = 60 * 1024;

  private static final String READING = "reading the file of its export";

  private final RouterSession session;
  private final RouterFacts facts;
  private final RouterVersion version;

  ApiFetcher(RouterSession session, RouterFacts facts, RouterVersion version) {
    this.session = session;
    this.facts = facts;
    this.version = version;
  }

  @Override
  public Router.Fetch kind() {
    return Router.Fetch.Api;
  }

  @Override
  public Optional<String> fetch(RemoteFile file, ReceivedFile to) throws AgentException {
    try {
      if (version.readsFilesInPieces()) {
        return readPieces(file, to);
      }
      return file.sizeBytes() <= MAX_CONTENTS_BYTES ? readContents(file, to) : tooLarge(file);
    } catch (IOException e) {
      throw session.explain(e, READING);
    }
  }

  private Optional<String> readPieces(RemoteFile file, ReceivedFile to)
      throws IOException, AgentException {
    try (OutputStream out = to.open()) {
      int n = PIECE_BYTES;
      // Less than there should be is found by the caller; more never ends this.
      while (n > 0 && to.bytes() < file.sizeBytes()) {
        byte[] piece = piece(file, to.bytes());
        out.write(piece);
        n = piece.length;
      }
      return Optional.empty();
    } catch (TrapException e) {
      if (e.isUnknownCommand()) {
        return Optional.of(
            "knows no \"/file/read\" (" + RouterErrors.said(e) + "), though its version should");
      }
      throw e;
    }
  }

  private byte[] piece(RemoteFile file, long offset) throws IOException {
    Command read =
        Command.of("/file/read")
            .with("file", file.name())
            .with("offset", Long.toString(offset))
            .with("chunk-size", Integer.toString(PIECE_BYTES));
    return session.call(read).rows().stream()
        .findFirst()
        .flatMap(row -> row.bytes("data"))
        .orElse(new byte[0]);
  }

  private Optional<String> readContents(RemoteFile file, ReceivedFile to)
      throws IOException, AgentException {
    Command print =
        Command.of("/file/print").with(".proplist", "contents").where("name", file.name());
    byte[] contents =
        session.call(print).rows().stream()
            .findFirst()
            .flatMap(row -> row.bytes("contents"))
            .orElse(new byte[0]);
    if (contents.length < file.sizeBytes()) {
      return tooLarge(file);
    }
    try (OutputStream out = to.open()) {
      // Of more than there should be, so much that the caller sees it.
      out.write(contents, 0, (int) Math.min(contents.length, file.sizeBytes() + 1));
    }
    return Optional.empty();
  }

  private Optional<String> tooLarge(RemoteFile file) {
    return Optional.of(
        "has RouterOS "
            + facts.version()
            + ", which does not hand out all "
            + Bytes.of(file.sizeBytes())
            + " of a file by its API (7.13 and newer do)");
  }
}
