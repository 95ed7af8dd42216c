package io.proxpanel.backup.agent.destination.net;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a partner says, as it may stand in a sentence: on one line, short, and without the secrets
 * that it was told, which some repeat.
 */
public final class Said {
  private static final int MOST = 200;

  /** More than that is never looked at. */
  private static final int MOST_READ = 64 * 1024;

  private final Map<Pattern, String> secrets = new LinkedHashMap<>();

  /**
   * Never repeats a secret from now on, nor what it looks like in a URL, in JSON or in Base64.
   *
   * @param secret or null for none
   * @param instead what stands in its place, as {@code [password]}
   */
  public synchronized void hide(String secret, String instead) {
    if (secret == null || secret.isEmpty()) {
      return;
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    add(secret, instead);
    add(URLEncoder.encode(secret, StandardCharsets.UTF_8), instead);
    add(secret.replace("\\", "\\\\").replace("\"", "\\\""), instead);
    add(Base64.getEncoder().withoutPadding().encodeToString(bytes), instead);
  }

  private void add(String form, String instead) {
    int flags = Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    secrets.put(Pattern.compile(form, flags), Matcher.quoteReplacement(instead));
  }

  /** A text for the inside of a sentence; empty when it says nothing. */
  public String of(String text) {
    String read = text == null ? "" : text;
    String safe = hidden(read.length() > MOST_READ ? read.substring(0, MOST_READ) : read);
    safe = hidden(safe.replaceAll("[\\p{Cntrl}\\s]+", " ")).strip();
    return safe.length() > MOST ? safe.substring(0, MOST) + "…" : safe;
  }

  /** What an exception says, or its kind where it says nothing. */
  public String of(Throwable e) {
    String said = of(e.getMessage());
    return said.isEmpty() ? e.getClass().getSimpleName() : said;
  }

  private synchronized String hidden(String text) {
    String safe = text;
    for (Map.Entry<Pattern, String> secret : secrets.entrySet()) {
      safe = secret.getKey().matcher(safe).replaceAll(secret.getValue());
    }
    return safe;
  }
}
