package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Whether all of a backup can come back, as far as the server says it when the backup is made.
 *
 * @param role that logged in to make the backup
 * @param unknown why it could not be found out, a sentence; null where it was
 * @param lacks the first groups of things that the file does not have, or that the role could not
 *     restore; empty means that there are none
 * @param lackCount how many things there are in all groups
 * @param locks what a restore in one transaction needs, where a server as this one has less; else
 *     null
 * @param roles names of the first roles that the objects need; they are in no file of a database
 * @param roleCount how many roles there are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Restorability(
    String role,
    String unknown,
    List<Lack> lacks,
    int lackCount,
    Locks locks,
    List<String> roles,
    int roleCount) {

  /** So many groups are told, and so many roles. */
  public static final int MOST = 12;

  /** Of a group, so many are named. */
  public static final int MOST_NAMED = 3;

  /** Copies the lists. */
  public Restorability {
    lacks = lacks == null ? List.of() : List.copyOf(lacks);
    roles = roles == null ? List.of() : List.copyOf(roles);
  }

  /** It could not be found out, and a sentence says why. */
  public static Restorability notKnown(String why) {
    return new Restorability(null, why, List.of(), 0, null, List.of(), 0);
  }

  /** The same with the roles that the objects need. */
  public Restorability withRoles(List<String> needed) {
    return new Restorability(
        role,
        unknown,
        lacks,
        lackCount,
        locks,
        needed.stream().limit(MOST).toList(),
        needed.size());
  }

  /** The same with fewer and shorter words. */
  public Restorability shortened(int most, int length) {
    return new Restorability(
        cut(role, length),
        cut(unknown, 2 * length),
        lacks.stream().limit(most).map(lack -> lack.shortened(length)).toList(),
        lackCount,
        locks,
        roles.stream().limit(most).map(name -> cut(name, length)).toList(),
        roleCount);
  }

  private static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /**
   * Things of one kind that do not come back for one reason.
   *
   * @param inFile whether the file has them, and only the role may not restore them
   * @param kind what they are ({@code event trigger})
   * @param names of the first of them
   * @param count how many they are
   * @param reason why, part of a sentence
   */
  public record Lack(boolean inFile, String kind, List<String> names, int count, String reason) {
    /** Copies the list. */
    public Lack {
      names = names == null ? List.of() : List.copyOf(names);
    }

    private Lack shortened(int length) {
      return new Lack(
          inFile,
          cut(kind, length),
          names.stream().limit(1).map(name -> cut(name, length)).toList(),
          count,
          cut(reason, length));
    }
  }

  /**
   * Locks of a restore in one transaction.
   *
   * @param needed about so many
   * @param held so many the server's lock table holds
   * @param setting value of {@code max_locks_per_transaction} that is enough
   */
  public record Locks(long needed, long held, long setting) {}
}
