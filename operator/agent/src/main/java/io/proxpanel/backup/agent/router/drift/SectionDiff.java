package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How one section differs, as hunks whose secrets are masked. */
final class SectionDiff {
  /** How many lines are shown before and after what differs. */
  private static final int CONTEXT = 3;

  private final ExportSection previous;
  private final ExportSection current;
  private final List<LineDiff.Block> blocks;
  private final Pairs pairs;
  private final List<Hunk> hunks = new ArrayList<>();

  SectionDiff(ExportSection previous, ExportSection current) {
    this.previous = previous;
    this.current = current;
    boolean free = !previous.ordered() && !current.ordered();
    this.blocks =
        free
            ? LineDiff.sorted(previous.items(), current.items())
            : LineDiff.ordered(previous.items(), current.items());
    this.pairs = Pairs.of(path(), previous.items(), current.items(), blocks);
    int first = 0;
    for (int i = 1; i <= blocks.size(); i++) {
      if (i == blocks.size() || blocks.get(i).from() - blocks.get(i - 1).to() > 2 * CONTEXT) {
        hunks.add(hunk(blocks.subList(first, i)));
        first = i;
      }
    }
  }

  String path() {
    return current.path();
  }

  int removed() {
    return blocks.stream().mapToInt(LineDiff.Block::removed).sum();
  }

  int added() {
    return blocks.stream().mapToInt(LineDiff.Block::added).sum();
  }

  List<Hunk> hunks() {
    return hunks;
  }

  private Hunk hunk(List<LineDiff.Block> near) {
    LineDiff.Block first = near.get(0);
    LineDiff.Block last = near.get(near.size() - 1);
    int before = Math.min(CONTEXT, first.from());
    int after = Math.min(CONTEXT, previous.items().size() - last.to());
    int from = first.from() - before;
    int to = last.to() + after;
    int otherFrom = first.otherFrom() - before;
    int otherTo = last.otherTo() + after;
    return new Hunk(
        path(),
        number(previous, from, to),
        to - from,
        number(current, otherFrom, otherTo),
        otherTo - otherFrom,
        () -> lines(List.copyOf(near), from, to));
  }

  private Stream<Hunk.Line> lines(List<LineDiff.Block> near, int from, int to) {
    return IntStream.rangeClosed(0, near.size())
        .boxed()
        .flatMap(
            i -> {
              int at = i == 0 ? from : near.get(i - 1).to();
              if (i == near.size()) {
                return same(at, to);
              }
              LineDiff.Block block = near.get(i);
              return Stream.of(
                      same(at, block.from()),
                      IntStream.range(block.from(), block.to()).mapToObj(this::removedLine),
                      IntStream.range(block.otherFrom(), block.otherTo()).mapToObj(this::addedLine))
                  .flatMap(Function.identity());
            });
  }

  private static int number(ExportSection section, int from, int to) {
    int line = section.firstLine() + from;
    return to > from ? line : Math.max(0, line - 1);
  }

  private Stream<Hunk.Line> same(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> {
              String text = " " + MaskedItem.of(path(), previous.items().get(i)).text();
              return new Hunk.Line(text, Elision.alone(text));
            });
  }

  private Hunk.Line removedLine(int i) {
    MaskedItem item = MaskedItem.of(path(), previous.items().get(i));
    Integer counterpart = pairs.currentOf(i);
    String text = "-" + item.text();
    return counterpart == null
        ? new Hunk.Line(text, Elision.alone(text))
        : new Hunk.Line(text, Elision.against(text, "+" + addedText(counterpart, item)));
  }

  private Hunk.Line addedLine(int i) {
    Integer counterpart = pairs.previousOf(i);
    MaskedItem earlier =
        counterpart == null ? null : MaskedItem.of(path(), previous.items().get(counterpart));
    String text = "+" + addedText(i, earlier);
    return counterpart == null
        ? new Hunk.Line(text, Elision.alone(text))
        : new Hunk.Line(text, Elision.against(text, "-" + earlier.text()));
  }

  private String addedText(int i, MaskedItem earlier) {
    return MaskedItem.of(path(), current.items().get(i)).text(earlier);
  }
}
