package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of our files on routers: nobody else's, each once, with the time in them, and with what
 * shows which run has made them, so that a later one knows those that were left. A router's own
 * clock may be wrong.
 */
final class OwnName {
  /** A visit takes minutes: what is older belongs to nobody. */
  static final Duration STALE = Duration.ofHours(2);

  private static final Pattern NAME =
      Pattern.compile("proxpanel-([0-9a-z]{1,10})-([0-9a-f]{6})[0-9a-f]{6}\\..*");
  private static final int RADIX = 36;
  private static final int MARK = 6;

  /** What the names of a file says of who has made it. */
  enum Maker {
    /** Somebody else. */
    NOBODY_OF_US,
    /** This run or one before it, which has come to its end. */
    ENDED,
    /** Another run of ours, which may be at work. */
    ANOTHER
  }

  private final String own;
  private final Set<String> ended;

  private OwnName(String own, Set<String> ended) {
    this.own = own;
    this.ended = ended;
  }

  /**
   * Names of a run.
   *
   * @param uid of it
   * @param earlier UIDs of runs that have ended
   */
  static OwnName of(String uid, Collection<String> earlier) {
    String own = mark(uid);
    Set<String> ended = earlier.stream().map(OwnName::mark).collect(Collectors.toSet());
    ended.add(own);
    return new OwnName(own, ended);
  }

  private static String mark(String uid) {
    return Sha256.of(uid.getBytes(StandardCharsets.UTF_8)).hex().substring(0, MARK);
  }

  String next(Instant now, SecureRandom random) {
    byte[] unique = new byte[3];
    random.nextBytes(unique);
    return "proxpanel-"
        + Long.toString(now.getEpochSecond(), RADIX)
        + "-"
        + own
        + HexFormat.of().formatHex(unique);
  }

  /** Who has made a file of a router. */
  Maker maker(String base, Instant now) {
    Matcher name = NAME.matcher(base);
    if (!name.matches()) {
      return Maker.NOBODY_OF_US;
    }
    Instant made = Instant.ofEpochSecond(Long.parseLong(name.group(1), RADIX));
    if (made.isAfter(now.plus(STALE))) {
      // No clock of ours is so wrong.
      return Maker.NOBODY_OF_US;
    }
    return made.isBefore(now.minus(STALE)) || ended.contains(name.group(2))
        ? Maker.ENDED
        : Maker.ANOTHER;
  }
}
