package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Restorability.Lack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether all of a backup can come back, in words. Pure. */
public final class RestorableText {
  private static final int MOST_TABLES = 10;

  private RestorableText() {}

  /**
   * The condition.
   *
   * @param leftOut tables whose rows are left out because the spec says so
   */
  public static Verdict verdict(Restorability said, List<String> leftOut) {
    if (said.unknown() != null) {
      return Verdict.unknown(
          Reason.NotKnown,
          "Whether all of it can be restored is not known: "
              + Sentences.sentence(said.unknown())
              + roles(said));
    }
    if (said.lackCount() == 0) {
      return Verdict.yes(
          Reason.Whole,
          "The role \"%s\" can restore all of it%s.%s"
              .formatted(
                  said.role(),
                  leftOut.isEmpty()
                      ? ""
                      : ", but for the rows that excludeTableData leaves out (%s)"
                          .formatted(Sentences.some(leftOut, MOST_TABLES)),
                  locks(said) + roles(said)));
    }
    return Verdict.no(Reason.Partly, partly(said) + locks(said) + roles(said));
  }

  private static String partly(Restorability said) {
    List<String> sentences = new ArrayList<>();
    List<Lack> missing = said.lacks().stream().filter(lack -> !lack.inFile()).toList();
    List<Lack> refused = said.lacks().stream().filter(Lack::inFile).toList();
    if (!missing.isEmpty()) {
      sentences.add("Not in the file: %s.".formatted(list(missing)));
    }
    if (!refused.isEmpty()) {
      sentences.add(
          "The role \"%s\" does not bring back: %s.".formatted(said.role(), list(refused)));
    }
    int told = said.lacks().stream().mapToInt(Lack::count).sum();
    int left = said.lackCount() - told;
    if (left > 0) {
      sentences.add(
          told == 0
              ? "%d things do not come back: the manifest beside the file names them."
                  .formatted(left)
              : "%d more do not come back.".formatted(left));
    }
    if (refused.stream().anyMatch(RestorableText::isForSuperusers)) {
      sentences.add("Restore with a superuser to have that too.");
    }
    return String.join(" ", sentences);
  }

  /** A subscription is restored by superusers alone, and never as it was. */
  private static boolean isForSuperusers(Lack lack) {
    return !lack.kind().equals("subscription");
  }

  private static String list(List<Lack> lacks) {
    return lacks.stream()
        .map(
            lack ->
                "%s %s (%s)"
                    .formatted(
                        lack.kind(),
                        Sentences.some(lack.names(), lack.count(), Restorability.MOST_NAMED),
                        Sentences.clause(lack.reason())))
        .collect(Collectors.joining("; "));
  }

  private static String locks(Restorability said) {
    return said.locks() == null
        ? ""
        : String.format(
            Locale.ROOT,
            " In place, a Restore takes about %,d locks in one transaction, and the server holds"
                + " about %,d: set max_locks_per_transaction = %d there first.",
            said.locks().needed(),
            said.locks().held(),
            said.locks().setting());
  }

  private static String roles(Restorability said) {
    if (said.roleCount() == 0) {
      return "";
    }
    return said.roles().isEmpty()
        ? " A new server needs roles first: %d, which the manifest beside the file names."
            .formatted(said.roleCount())
        : " A new server needs these roles first: %s."
            .formatted(Sentences.some(said.roles(), said.roleCount(), Restorability.MOST));
  }
}
