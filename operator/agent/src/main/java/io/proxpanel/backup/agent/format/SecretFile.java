package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a secret from a file: its bytes without one newline at the end. */
public final class SecretFile {
  /** No password is longer; a larger file is some other file. */
  private static final int MAX_BYTES = 64 * 1024;

  private SecretFile() {}

  /**
   * The secret in a file, whose path becomes its origin.
   *
   * @param what it is, for messages: {@code database password}, {@code licence key}
   * @throws AgentException {@code SecretUnreadable} when the file is missing, unreadable, empty or
   *     too large to be one
   */
  public static NamedPassword read(String what, Path file) throws AgentException {
    String origin = "the file " + file;
    try (InputStream in = Files.newInputStream(file)) {
      return read(what, origin, in);
    } catch (NoSuchFileException e) {
      throw unreadable(what, origin + " does not exist: name a file that holds it", e);
    } catch (IOException e) {
      throw unreadable(what, origin + " cannot be read: check its permissions", e);
    }
  }

  /**
   * The same of a secret that is text.
   *
   * @throws AgentException {@code SecretUnreadable}, also when it is not text in UTF-8
   */
  public static String readText(String what, Path file) throws AgentException {
    NamedPassword secret = read(what, file);
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(secret.password())).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw unreadable(what, secret.origin() + " is not text in UTF-8", e);
    }
    throw unreadable(what, secret.origin() + " has a zero byte in it", null);
  }

  /**
   * The secret in a stream, read to its end. One newline there, {@code \n} or {@code \r\n}, is not
   * part of it.
   *
   * @param what it is, for messages
   * @param origin in words for a message
   * @throws AgentException {@code SecretUnreadable} when nothing is left, or too much
   */
  public static NamedPassword read(String what, String origin, InputStream in)
      throws AgentException, IOException {
    byte[] content = in.readNBytes(MAX_BYTES + 1);
    int length = content.length;
    if (length > MAX_BYTES) {
      throw unreadable(what, origin + " is larger than 64 KiB, which no " + what + " is", null);
    }
    if (length > 0 && content[length - 1] == '\n') {
      length--;
      if (length > 0 && content[length - 1] == '\r') {
        length--;
      }
    }
    if (length == 0) {
      throw unreadable(what, origin + " is empty: write the " + what + " into it", null);
    }
    return new NamedPassword(origin, Arrays.copyOf(content, length));
  }

  private static AgentException unreadable(String what, String why, Throwable cause) {
    return new AgentException(
        ErrorCode.SecretUnreadable, "The " + what + " cannot be used: " + why + ".", cause);
  }
}
