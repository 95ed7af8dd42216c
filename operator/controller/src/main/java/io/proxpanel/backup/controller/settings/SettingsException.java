package io.proxpanel.backup.controller.settings;

import java.util.List;

/** The environment has settings that cannot be used; one sentence each. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each setting that is wrong. */
  public List<String> problems() {
    return problems;
  }
}
