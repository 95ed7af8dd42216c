package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Restorability.Lack;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestorableTextTest {
  private static final Lack TRIGGER =
      new Lack(true, "event trigger", List.of("log_ddl"), 1, "only a superuser may make it");
  private static final Lack TABLES =
      new Lack(true, "table", List.of("public.a", "public.b", "public.c"), 83, "of \"boss\"");
  private static final Lack INDEX =
      new Lack(
          false,
          "index",
          List.of("public.fine"),
          1,
          "it is not valid, and a dump leaves such indexes out");

  @Test
  void allOfItComesBack() {
    assertThat(RestorableText.verdict(said(0), List.of()))
        .isEqualTo(new Verdict("True", "Whole", "The role \"panel\" can restore all of it."));
    assertThat(RestorableText.verdict(said(0), List.of("radius_logs", "cpe_tasks")).message())
        .isEqualTo(
            "The role \"panel\" can restore all of it, but for the rows that excludeTableData leaves"
                + " out (radius_logs, cpe_tasks).");
  }

  @Test
  void whatDoesNotIsNamedWithItsReason() {
    assertThat(RestorableText.verdict(said(85, INDEX, TRIGGER, TABLES), List.of("radius_logs")))
        .isEqualTo(
            new Verdict(
                "False",
                "Partly",
                "Not in the file: index public.fine (it is not valid, and a dump leaves such indexes"
                    + " out). The role \"panel\" does not bring back: event trigger log_ddl (only a"
                    + " superuser may make it); table public.a, public.b, public.c and 80 more (of"
                    + " \"boss\"). Restore with a superuser to have that too."));
    assertThat(RestorableText.verdict(said(1, INDEX), List.of()).message())
        .isEqualTo(
            "Not in the file: index public.fine (it is not valid, and a dump leaves such indexes"
                + " out).");
  }

  @Test
  void aSuperusersSubscriptionIsNoReasonToCallForASuperuser() {
    Lack subscription = new Lack(true, "subscription", List.of("s"), 1, "it stays as it is");

    assertThat(RestorableText.verdict(said(1, subscription), List.of()).message())
        .isEqualTo("The role \"panel\" does not bring back: subscription s (it stays as it is).");
  }

  @Test
  void moreThanIsToldIsCounted() {
    assertThat(RestorableText.verdict(said(9, TRIGGER), List.of()).message())
        .contains("superuser may make it). 8 more do not come back. Restore with");
    assertThat(RestorableText.verdict(said(9), List.of()).message())
        .isEqualTo("9 things do not come back: the manifest beside the file names them.");
  }

  @Test
  void locksAndRolesAreSaidBeside() {
    Restorability said =
        new Restorability(
            "panel",
            null,
            List.of(),
            0,
            new Restorability.Locks(12_000, 6400, 192),
            List.of("grafana", "radius"),
            9);

    assertThat(RestorableText.verdict(said, List.of()))
        .isEqualTo(
            new Verdict(
                "True",
                "Whole",
                "The role \"panel\" can restore all of it. In place, a Restore takes about 12,000"
                    + " locks in one transaction, and the server holds about 6,400: set"
                    + " max_locks_per_transaction = 192 there first. A new server needs these roles"
                    + " first: grafana, radius and 7 more."));
  }

  @Test
  void whatCannotBeAskedIsNotKnown() {
    assertThat(
            RestorableText.verdict(
                Restorability.notKnown("the server does not answer").withRoles(List.of("radius")),
                List.of()))
        .isEqualTo(
            new Verdict(
                "Unknown",
                "NotKnown",
                "Whether all of it can be restored is not known: the server does not answer. A new"
                    + " server needs these roles first: radius."));
    assertThat(
            RestorableText.verdict(
                    new Restorability("panel", null, List.of(), 0, null, List.of(), 4), List.of())
                .message())
        .endsWith("A new server needs roles first: 4, which the manifest beside the file names.");
  }

  private static Restorability said(int count, Lack... lacks) {
    return new Restorability("panel", null, List.of(lacks), count, null, List.of(), 0);
  }
}
