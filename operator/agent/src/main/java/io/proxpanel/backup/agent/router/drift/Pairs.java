package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which removed line and which added line of a section are one item before and after. Only so can a
 * line say that its secret is another one, though no secret is shown.
 */
final class Pairs {
  /** What tells items of a section apart, the best first. */
  private static final List<String> IDENTITIES =
      List.of("name", "user", "public-key", "mac-address", "address", "peer", "interface");

  /** Of more lines than somebody would read no pairs are looked for: they take memory. */
  private static final int MAX_LINES = 4_000;

  private static final long MAX_CHARACTERS = 1 << 20;

  private final Map<Integer, Integer> currentOf = new HashMap<>();
  private final Map<Integer, Integer> previousOf = new HashMap<>();
  private final Map<Integer, String> removed = new LinkedHashMap<>();
  private final Map<Integer, String> added = new LinkedHashMap<>();
  private final String path;

  private Pairs(String path) {
    this.path = path;
  }

  /** Finds the pairs of a section. */
  static Pairs of(
      String path, List<String> previous, List<String> current, List<LineDiff.Block> blocks) {
    Pairs pairs = new Pairs(path);
    if (!isReadable(previous, current, blocks)) {
      return pairs;
    }
    for (LineDiff.Block block : blocks) {
      for (int i = block.from(); i < block.to(); i++) {
        pairs.removed.put(i, previous.get(i));
      }
      for (int i = block.otherFrom(); i < block.otherTo(); i++) {
        pairs.added.put(i, current.get(i));
      }
    }
    pairs.pairBy(item -> Optional.of(MaskedItem.of(path, item).text()), false);
    pairs.pairBy(pairs::identity, true);
    pairs.pairInPlace(blocks);
    return pairs;
  }

  private static boolean isReadable(
      List<String> previous, List<String> current, List<LineDiff.Block> blocks) {
    long lines = 0;
    long characters = 0;
    for (LineDiff.Block block : blocks) {
      lines += block.removed() + block.added();
      for (String line : previous.subList(block.from(), block.to())) {
        characters += line.length();
      }
      for (String line : current.subList(block.otherFrom(), block.otherTo())) {
        characters += line.length();
      }
    }
    return lines <= MAX_LINES && characters <= MAX_CHARACTERS;
  }

  /** The added line that a removed one has become, or null. */
  Integer currentOf(int removedLine) {
    return currentOf.get(removedLine);
  }

  /** The removed line that an added one was, or null. */
  Integer previousOf(int addedLine) {
    return previousOf.get(addedLine);
  }

  private void pairBy(Function<String, Optional<String>> key, boolean onlyIfUnique) {
    Map<String, Deque<Integer>> before = byKey(removed, key);
    Map<String, Deque<Integer>> after = byKey(added, key);
    before.forEach(
        (text, lines) -> {
          Deque<Integer> others = after.getOrDefault(text, new ArrayDeque<>());
          if (!onlyIfUnique || (lines.size() == 1 && others.size() == 1)) {
            while (!lines.isEmpty() && !others.isEmpty()) {
              pair(lines.poll(), others.poll());
            }
          }
        });
  }

  private static Map<String, Deque<Integer>> byKey(
      Map<Integer, String> lines, Function<String, Optional<String>> key) {
    Map<String, Deque<Integer>> byKey = new LinkedHashMap<>();
    lines.forEach(
        (line, item) ->
            key.apply(item)
                .ifPresent(
                    text -> byKey.computeIfAbsent(text, any -> new ArrayDeque<>()).add(line)));
    return byKey;
  }

  private Optional<String> identity(String item) {
    Words words = Words.of(item);
    Optional<String> selector = words.selector();
    if (selector.isPresent()) {
      return selector.map(text -> words.verb() + " [" + text);
    }
    for (String name : IDENTITIES) {
      Optional<String> value = words.value(name);
      if (value.isPresent() && !SecretNames.isSecret(path, name)) {
        return value.map(text -> words.verb() + " " + name + "=" + text);
      }
    }
    return Optional.of(words.verb() + " " + words.position().orElse(""))
        .filter(text -> !text.startsWith("add"));
  }

  /** A block with as many lines after as before: its lines in their order. */
  private void pairInPlace(List<LineDiff.Block> blocks) {
    for (LineDiff.Block block : blocks) {
      if (block.removed() == block.added()) {
        for (int i = 0; i < block.removed(); i++) {
          if (removed.containsKey(block.from() + i) && added.containsKey(block.otherFrom() + i)) {
            pair(block.from() + i, block.otherFrom() + i);
          }
        }
      }
    }
  }

  private void pair(int before, int after) {
    currentOf.put(before, after);
    previousOf.put(after, before);
    removed.remove(before);
    added.remove(after);
  }
}
