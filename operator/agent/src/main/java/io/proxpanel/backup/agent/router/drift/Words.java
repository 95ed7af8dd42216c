package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An item of an export, taken apart at the spaces outside quotes. */
public final class Words {
  private final String item;
  private final List<Word> words = new ArrayList<>();

  private Words(String item) {
    this.item = item;
  }

  /**
   * One word, as positions in the item.
   *
   * @param start of the word
   * @param equals where its {@code =} is; -1 for a word without one
   * @param end of the word, exclusive
   */
  record Word(int start, int equals, int end) {
    boolean isProperty() {
      return equals >= 0;
    }
  }

  /** Takes an item apart. */
  public static Words of(String item) {
    Words words = new Words(item);
    words.split();
    return words;
  }

  private void split() {
    int start = 0;
    while (start < item.length()) {
      int end = start;
      int equals = -1;
      boolean quoted = false;
      while (end < item.length() && (quoted || item.charAt(end) != ' ')) {
        char c = item.charAt(end);
        if (c == '\\') {
          end++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == '=' && equals < 0 && !quoted && end > start) {
          equals = end;
        }
        end++;
      }
      end = Math.min(end, item.length());
      if (end > start) {
        words.add(new Word(start, equals, end));
      }
      start = end + 1;
    }
  }

  List<Word> all() {
    return words;
  }

  String name(Word word) {
    return item.substring(word.start(), word.equals());
  }

  String text(Word word) {
    return item.substring(word.start(), word.end());
  }

  /** {@code add}, {@code set} …: the first word, empty for an item without words. */
  public String verb() {
    return words.isEmpty() ? "" : text(words.get(0));
  }

  /**
   * The value of a property, without its quotes. Not found inside {@code [ find … ]}: see {@link
   * #selector()}.
   */
  public Optional<String> value(String name) {
    int depth = 0;
    for (Word word : words) {
      String text = text(word);
      if (text.equals("[")) {
        depth++;
      } else if (text.equals("]")) {
        depth--;
      } else if (depth == 0 && word.isProperty() && name(word).equals(name)) {
        return Optional.of(unquoted(item.substring(word.equals() + 1, word.end())));
      }
    }
    return Optional.empty();
  }

  /** What stands in {@code [ … ]} after {@code set}, such as {@code find default-name=ether1}. */
  public Optional<String> selector() {
    if (words.size() < 2 || !text(words.get(1)).startsWith("[")) {
      return Optional.empty();
    }
    int end = 1;
    while (end < words.size() - 1 && !text(words.get(end)).endsWith("]")) {
      end++;
    }
    String inside = item.substring(words.get(1).start() + 1, words.get(end).end());
    return Optional.of((inside.endsWith("]") ? cutLast(inside) : inside).strip());
  }

  /**
   * What stands after {@code set} for an item that has no name, such as {@code *0} or {@code 1}.
   */
  Optional<String> position() {
    return words.size() > 1 && !words.get(1).isProperty()
        ? Optional.of(text(words.get(1)))
        : Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? cutLast(value.substring(1)) : value;
  }

  private static String cutLast(String text) {
    return text.substring(0, text.length() - 1);
  }
}
