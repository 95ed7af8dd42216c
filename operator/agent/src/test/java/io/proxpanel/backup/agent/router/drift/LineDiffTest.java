package io.proxpanel.backup.agent.router.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  @Test
  void isAsShortAsCanBe() {
    Random random = new Random(7);
    for (int run = 0; run < 3000; run++) {
      List<String> a = lines(random, 14, 4);
      List<String> b = lines(random, 14, 4);
      List<LineDiff.Block> blocks = LineDiff.ordered(a, b);

      assertThat(applied(a, b, blocks)).isEqualTo(b);
      assertThat(size(blocks))
          .as("%s to %s", a, b)
          .isEqualTo(a.size() + b.size() - 2 * common(a, b));
    }
  }

  @Test
  void findsAChangeInALongList() {
    List<String> a = IntStream.range(0, 50_000).mapToObj(i -> "rule " + i).toList();
    List<String> b = new ArrayList<>(a);
    b.set(40_000, "another");
    b.add(10, "one more");

    assertThat(LineDiff.ordered(a, b))
        .containsExactly(
            new LineDiff.Block(10, 10, 10, 11), new LineDiff.Block(40_000, 40_001, 40_001, 40_002));
  }

  @Test
  void isTrueAndBoundedWhenNearlyAllDiffers() {
    Random random = new Random(3);
    List<String> a = lines(random, 50_000, 30_000);
    List<String> b = lines(random, 50_000, 30_000);

    assertThat(applied(a, b, LineDiff.ordered(a, b))).isEqualTo(b);
  }

  @Test
  void keepsWhatBothHaveWhenMuchDiffers() {
    List<String> a = new ArrayList<>();
    List<String> b = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      a.add("same " + i);
      b.add("same " + i);
      a.add("old " + i);
      b.add("new " + i);
    }

    assertThat(size(LineDiff.ordered(a, b))).isEqualTo(10_000);
  }

  @Test
  void isTrueWhenTheListsRepeatThemselvesAndMuchDiffers() {
    Random random = new Random(11);
    for (int run = 0; run < 5; run++) {
      List<String> a = lines(random, 6000, 300);
      List<String> b = lines(random, 6000, 4000);
      b.addAll(a.subList(a.size() / 2, a.size()));

      assertThat(applied(a, b, LineDiff.ordered(a, b))).isEqualTo(b);
    }
  }

  @Test
  void matchesNoLineTwiceWhenItStartsAnew() {
    List<String> a = new ArrayList<>(IntStream.range(0, 1200).mapToObj(i -> "old " + i).toList());
    List<String> b = new ArrayList<>(IntStream.range(0, 1200).mapToObj(i -> "new " + i).toList());
    a.addAll(List.of("both", "x", "x", "x", "x"));
    b.addAll(List.of("both", "x", "x", "x"));
    List<LineDiff.Block> blocks = LineDiff.ordered(a, b);

    assertThat(applied(a, b, blocks)).isEqualTo(b);
    assertThat(size(blocks)).isEqualTo(2401);
  }

  @Test
  void comparesSortedListsWithTheirRepetitions() {
    Random random = new Random(5);
    for (int run = 0; run < 1000; run++) {
      List<String> a = lines(random, 14, 6);
      List<String> b = lines(random, 14, 6);
      Collections.sort(a);
      Collections.sort(b);
      List<LineDiff.Block> blocks = LineDiff.sorted(a, b);

      assertThat(applied(a, b, blocks)).isEqualTo(b);
      assertThat(size(blocks)).isEqualTo(a.size() + b.size() - 2 * common(a, b));
    }
  }

  private static List<String> lines(Random random, int most, int kinds) {
    List<String> lines = new ArrayList<>();
    int count = most > 100 ? most : random.nextInt(most);
    for (int i = 0; i < count; i++) {
      lines.add("line " + random.nextInt(kinds));
    }
    return lines;
  }

  private static int size(List<LineDiff.Block> blocks) {
    return blocks.stream().mapToInt(block -> block.added() + block.removed()).sum();
  }

  /** What the blocks make of the first list; what they leave is taken from it. */
  private static List<String> applied(List<String> a, List<String> b, List<LineDiff.Block> blocks) {
    List<String> made = new ArrayList<>();
    int at = 0;
    for (LineDiff.Block block : blocks) {
      made.addAll(a.subList(at, block.from()));
      assertThat(made).hasSize(block.otherFrom());
      made.addAll(b.subList(block.otherFrom(), block.otherTo()));
      at = block.to();
    }
    made.addAll(a.subList(at, a.size()));
    return made;
  }

  private static int common(List<String> a, List<String> b) {
    int[][] most = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        most[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? most[i - 1][j - 1] + 1
                : Math.max(most[i - 1][j], most[i][j - 1]);
      }
    }
    return most[a.size()][b.size()];
  }
}
