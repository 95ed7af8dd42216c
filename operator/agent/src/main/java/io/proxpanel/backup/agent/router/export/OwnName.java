package io.proxpanel.backup.agent.router.export;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of our files on routers: nobody else's, each once, and with the time in them, so that a
 * later run knows those that a run which was killed has left. A router's own clock may be wrong.
 */
final class OwnName {
  /** A run takes minutes: what is older belongs to nobody. */
  static final Duration STALE = Duration.ofHours(2);

  private static final Pattern NAME =
      Pattern.compile("proxpanel-([0-9a-z]{1,10})-[0-9a-f]{12}\\..*");
  private static final int RADIX = 36;

  private OwnName() {}

  static String next(Instant now, SecureRandom random) {
    byte[] unique = new byte[6];
    random.nextBytes(unique);
    return "proxpanel-"
        + Long.toString(now.getEpochSecond(), RADIX)
        + "-"
        + HexFormat.of().formatHex(unique);
  }

  /** Whether a file of a router was left by a run that cannot be under way any more. */
  static boolean isStale(String base, Instant now) {
    Matcher name = NAME.matcher(base);
    return name.matches()
        && Long.parseLong(name.group(1), RADIX) < now.minus(STALE).getEpochSecond();
  }
}
