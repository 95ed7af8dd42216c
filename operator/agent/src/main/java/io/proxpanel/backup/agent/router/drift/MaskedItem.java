package io.proxpanel.backup.agent.router.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An item whose secrets are known apart from the rest. What is shown of a secret is {@code ***}, or
 * {@code *** (changed)}: nothing of its length, its characters or a hash of it.
 */
final class MaskedItem {
  private static final String MASK = "***";
  private static final String CHANGED = " (changed)";

  private final String item;
  private final Map<String, Integer> seen = new HashMap<>();

  /** What stands before each secret, and after the last. */
  private final List<String> literals = new ArrayList<>();

  private final List<Secret> secrets = new ArrayList<>();
  private int written;

  /**
   * One secret of the item.
   *
   * @param key its name, with a number because a name can be there more than once
   */
  private record Secret(String key, String value) {}

  private MaskedItem(String item) {
    this.item = item;
  }

  /**
   * Finds the secrets of an item.
   *
   * @param path of the section
   */
  static MaskedItem of(String path, String item) {
    MaskedItem masked = new MaskedItem(item);
    Words words = Words.of(item);
    for (Words.Word word : words.all()) {
      if (word.isProperty() && SecretNames.isSecret(path, words.name(word))) {
        masked.secret(words.name(word), word.equals() + 1, word.end());
      } else {
        int value = word.isProperty() ? word.equals() + 1 : word.start();
        for (EmbeddedSecrets.Found found : EmbeddedSecrets.in(item, value, word.end())) {
          masked.secret(found.name(), found.start(), found.end());
        }
      }
    }
    masked.literals.add(item.substring(masked.written));
    return masked;
  }

  private void secret(String name, int start, int end) {
    literals.add(item.substring(written, start));
    secrets.add(
        new Secret(name + " " + seen.merge(name, 1, Integer::sum), item.substring(start, end)));
    written = end;
  }

  /** The item as it may be shown, in printable characters. */
  String text() {
    return text(null);
  }

  /** The same, where each secret that differs from the one in an earlier state says so. */
  String text(MaskedItem earlier) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < secrets.size(); i++) {
      text.append(literals.get(i)).append(MASK);
      if (earlier != null && earlier.differsIn(secrets.get(i))) {
        text.append(CHANGED);
      }
    }
    text.append(literals.get(secrets.size()));
    return DisplayText.of(text.toString());
  }

  private boolean differsIn(Secret secret) {
    return secrets.stream()
        .anyMatch(own -> own.key().equals(secret.key()) && !own.value().equals(secret.value()));
  }
}
