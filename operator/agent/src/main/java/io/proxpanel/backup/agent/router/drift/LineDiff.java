package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines of two lists differ.
 *
 * <p>The shortest difference (Myers, An O(ND) Difference Algorithm and Its Variations, 1986) as
 * long as it has no more than {@link #MAX_DIFFERENCES} lines, which bounds time and memory. Where
 * two lists differ in more, the lines that both have once only are matched first (patience diff),
 * and what lies between these is compared in the same way; a stretch between two of them that
 * differs in more yet is given as exchanged. So the result is always a true one, and the shortest
 * where somebody would read it.
 */
final class LineDiff {
  /** Needs the square of this in integers: 4 MB. */
  static final int MAX_DIFFERENCES = 1000;

  /** Of lists that differ between more lines, these are given as exchanged: they take memory. */
  static final int MAX_LINES = 60_000;

  /**
   * Lines that differ.
   *
   * @param from first line in the first list
   * @param to end in the first list, exclusive
   * @param otherFrom first line in the second list
   * @param otherTo end in the second list, exclusive
   */
  record Block(int from, int to, int otherFrom, int otherTo) {
    int removed() {
      return to - from;
    }

    int added() {
      return otherTo - otherFrom;
    }

    private Block shifted(int by) {
      return new Block(from + by, to + by, otherFrom + by, otherTo + by);
    }
  }

  private final int[] a;
  private final int[] b;

  /** For each line of the first list the line of the second, -1 for none. */
  private final int[] matches;

  private LineDiff(int[] a, int[] b) {
    this.a = a;
    this.b = b;
    this.matches = new int[a.length];
    Arrays.fill(matches, -1);
  }

  /** Compares lists whose order matters. */
  static List<Block> ordered(List<String> a, List<String> b) {
    int common = Math.min(a.size(), b.size());
    int start = 0;
    while (start < common && a.get(start).equals(b.get(start))) {
      start++;
    }
    int rest = 0;
    while (rest < common - start && a.get(a.size() - 1 - rest).equals(b.get(b.size() - 1 - rest))) {
      rest++;
    }
    int end = a.size() - rest;
    int otherEnd = b.size() - rest;
    if (Math.max(end, otherEnd) - start > MAX_LINES) {
      return List.of(new Block(start, end, start, otherEnd));
    }
    int offset = start;
    return between(a.subList(start, end), b.subList(start, otherEnd)).stream()
        .map(block -> block.shifted(offset))
        .toList();
  }

  private static List<Block> between(List<String> a, List<String> b) {
    Map<String, Integer> numbers = new HashMap<>();
    LineDiff diff = new LineDiff(numbered(a, numbers), numbered(b, numbers));
    if (!diff.compare(0, diff.a.length, 0, diff.b.length)) {
      Arrays.fill(diff.matches, -1);
      diff.compareBetweenAnchors();
    }
    return diff.blocks();
  }

  /** Compares sorted lists, each line with its equal. */
  static List<Block> sorted(List<String> a, List<String> b) {
    LineDiff diff = new LineDiff(new int[a.size()], new int[b.size()]);
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      int order = a.get(i).compareTo(b.get(j));
      if (order == 0) {
        diff.matches[i] = j;
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return diff.blocks();
  }

  private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
    return lines.stream()
        .mapToInt(line -> numbers.computeIfAbsent(line, any -> numbers.size()))
        .toArray();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int from = i;
      int otherFrom = j;
      while (i < a.length && matches[i] < 0) {
        i++;
      }
      j = i < a.length ? matches[i] : b.length;
      if (i > from || j > otherFrom) {
        blocks.add(new Block(from, i, otherFrom, j));
      }
      if (i < a.length) {
        i++;
        j++;
      }
    }
    return blocks;
  }

  /** Matches what it can; false, and nothing matched but the ends, if too much differs. */
  private boolean compare(int aFrom, int aTo, int bFrom, int bTo) {
    int start = aFrom;
    int otherStart = bFrom;
    while (start < aTo && otherStart < bTo && a[start] == b[otherStart]) {
      matches[start++] = otherStart++;
    }
    int end = aTo;
    int otherEnd = bTo;
    while (end > start && otherEnd > otherStart && a[end - 1] == b[otherEnd - 1]) {
      matches[--end] = --otherEnd;
    }
    return start == end
        || otherStart == otherEnd
        || shortest(start, end - start, otherStart, otherEnd - otherStart);
  }

  private boolean shortest(int aFrom, int n, int bFrom, int m) {
    int most = Math.min(n + m, MAX_DIFFERENCES);
    int[] reach = new int[2 * most + 3];
    List<int[]> steps = new ArrayList<>();
    for (int d = 0; d <= most; d++) {
      for (int k = -d; k <= d; k += 2) {
        int at = most + 1 + k;
        boolean down = k == -d || (k != d && reach[at - 1] < reach[at + 1]);
        int x = down ? reach[at + 1] : reach[at - 1] + 1;
        int y = x - k;
        while (x < n && y < m && a[aFrom + x] == b[bFrom + y]) {
          x++;
          y++;
        }
        reach[at] = x;
        if (x >= n && y >= m) {
          steps.add(Arrays.copyOfRange(reach, most + 1 - d, most + 2 + d));
          matchBack(steps, aFrom, n, bFrom, m);
          return true;
        }
      }
      steps.add(Arrays.copyOfRange(reach, most + 1 - d, most + 2 + d));
    }
    return false;
  }

  /** Walks the steps back from the end; step d holds what was reached on the diagonals -d to d. */
  private void matchBack(List<int[]> steps, int aFrom, int n, int bFrom, int m) {
    int x = n;
    int y = m;
    for (int d = steps.size() - 1; d > 0; d--) {
      int k = x - y;
      int[] before = steps.get(d - 1);
      int reachBelow = reached(before, d - 1, k - 1);
      int reachAbove = reached(before, d - 1, k + 1);
      boolean down = k == -d || (k != d && reachBelow < reachAbove);
      int startX = down ? reachAbove : reachBelow + 1;
      while (x > startX) {
        x--;
        y--;
        matches[aFrom + x] = bFrom + y;
      }
      if (down) {
        y--;
      } else {
        x--;
      }
    }
    while (x > 0) {
      x--;
      y--;
      matches[aFrom + x] = bFrom + y;
    }
  }

  private static int reached(int[] step, int d, int k) {
    return k < -d || k > d ? -1 : step[k + d];
  }

  private void compareBetweenAnchors() {
    int[][] anchors = anchors();
    int i = 0;
    int j = 0;
    for (int[] anchor : anchors) {
      if (anchor[0] >= i && anchor[1] >= j) {
        compare(i, anchor[0], j, anchor[1]);
        matches[anchor[0]] = anchor[1];
        i = anchor[0] + 1;
        j = anchor[1] + 1;
      }
    }
    compare(i, a.length, j, b.length);
  }

  /** The longest chain of lines that both lists have once, in the order of both. */
  private int[][] anchors() {
    int highest = Math.max(max(a), max(b)) + 1;
    int[] inA = once(a, highest);
    int[] inB = once(b, highest);
    List<int[]> both = new ArrayList<>();
    for (int i = 0; i < a.length; i++) {
      int number = a[i];
      if (inA[number] == i && inB[number] >= 0) {
        both.add(new int[] {i, inB[number]});
      }
    }
    return longestRising(both);
  }

  private static int max(int[] numbers) {
    return Arrays.stream(numbers).max().orElse(0);
  }

  /** Where each number stands that is there once; -1 or less for the others. */
  private static int[] once(int[] numbers, int highest) {
    int[] at = new int[highest];
    Arrays.fill(at, -1);
    for (int i = 0; i < numbers.length; i++) {
      at[numbers[i]] = at[numbers[i]] == -1 ? i : -2;
    }
    return at;
  }

  private static int[][] longestRising(List<int[]> pairs) {
    int[] tails = new int[pairs.size()];
    int[] before = new int[pairs.size()];
    int length = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(tails[middle])[1] < pairs.get(i)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low > 0 ? tails[low - 1] : -1;
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    int[][] chain = new int[length][];
    int at = length > 0 ? tails[length - 1] : -1;
    for (int i = length - 1; i >= 0; i--) {
      chain[i] = pairs.get(at);
      at = before[at];
    }
    return chain;
  }
}
