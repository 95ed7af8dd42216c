package io.proxpanel.backup.agent.router.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command with its arguments, as {@code /file/print} with {@code =.proplist=name,size}. */
public final class Command {
  private final String path;
  private final List<byte[]> words;

  private Command(String path, List<byte[]> words) {
    this.path = path;
    this.words = words;
  }

  /** A command without arguments. */
  public static Command of(String path) {
    return new Command(path, List.of(path.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same with one more argument. */
  public Command with(String name, String value) {
    return and("=" + name + "=" + value);
  }

  /** The same with an argument that is there or not. */
  public Command with(String flag) {
    return with(flag, "");
  }

  /** The same, asking for what has a property of this value only. */
  public Command where(String property, String value) {
    return and("?" + property + "=" + value);
  }

  /** What it does, without arguments. */
  public String path() {
    return path;
  }

  List<byte[]> tagged(String tag) {
    return and(".tag=" + tag).words;
  }

  private Command and(String word) {
    List<byte[]> more = new ArrayList<>(words);
    more.add(word.getBytes(StandardCharsets.UTF_8));
    return new Command(path, List.copyOf(more));
  }

  /** Without arguments: some are secrets. */
  @Override
  public String toString() {
    return path;
  }
}
