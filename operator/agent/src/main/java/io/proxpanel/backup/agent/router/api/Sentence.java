package io.proxpanel.backup.agent.router.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sentence that a router has said: what kind it is ({@code !re}, {@code !done}, {@code !trap},
 * {@code !fatal}, {@code !empty}), and attributes as {@code =name=value}. Values are bytes: a file
 * of any kind can be one.
 */
public final class Sentence {
  private final List<byte[]> words;
  private final long length;

  /**
   * A sentence.
   *
   * @param words those that were kept, the first of them always
   * @param length of all of its words in bytes
   */
  Sentence(List<byte[]> words, long length) {
    this.words = List.copyOf(words);
    this.length = length;
  }

  /** The first word. */
  public String kind() {
    return text(words.get(0));
  }

  /** The value of an attribute as bytes; empty when there is no such attribute. */
  public Optional<byte[]> bytes(String name) {
    return value("=" + name + "=");
  }

  /** The same as text in UTF-8, which is what RouterOS's own names are. */
  public Optional<String> get(String name) {
    return bytes(name).map(Sentence::text);
  }

  /** The command that it belongs to, as that was tagged. */
  Optional<String> tag() {
    return value(".tag=").map(Sentence::text);
  }

  /** How many bytes its words have, also those that were too long to be kept. */
  long length() {
    return length;
  }

  /** How many bytes it takes in memory, at least. */
  long kept() {
    return words.stream().mapToLong(word -> word.length).sum();
  }

  /** What stands after the first word and is no attribute: the reason of {@code !fatal}. */
  String remark() {
    return words.stream()
        .skip(1)
        .map(Sentence::text)
        .filter(word -> !word.startsWith("=") && !word.startsWith("."))
        .findFirst()
        .or(() -> get("message"))
        .orElse("");
  }

  private Optional<byte[]> value(String prefix) {
    byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
    for (byte[] word : words) {
      if (word.length >= start.length
          && Arrays.equals(word, 0, start.length, start, 0, start.length)) {
        return Optional.of(Arrays.copyOfRange(word, start.length, word.length));
      }
    }
    return Optional.empty();
  }

  private static String text(byte[] word) {
    return new String(word, StandardCharsets.UTF_8);
  }

  /** Without the values, some of which are secrets. */
  @Override
  public String toString() {
    return kind() + " with " + (words.size() - 1) + " words";
  }
}
