package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Of a grant that the role may not make, the server does not always make an error. */
final class GrantWarnings {
  private static final Pattern WARNING =
      Pattern.compile(
          "^(?:psql:[^\\n]*?: )?\\S+:  (?:01007|01006): (.*(?:for|from) \"(.*)\")$",
          Pattern.MULTILINE);

  private GrantWarnings() {}

  /** Those among what psql wrote to its standard error. */
  static List<NotRestored> in(String messages) {
    Matcher matcher = WARNING.matcher(messages);
    Stream.Builder<NotRestored> found = Stream.builder();
    while (matcher.find()) {
      found.add(new NotRestored("grant", matcher.group(2), matcher.group(1)));
    }
    return found.build().distinct().toList();
  }
}
