package io.proxpanel.backup.e2e.demo;

import java.util.List;

/** What goes wrong in a panel's database on a Friday evening. */
final class Damage {
  /** Statements, in this order; each is complete. */
  static final List<String> STATEMENTS =
      List.of(
          "DROP TABLE radcheck CASCADE;",
          "DELETE FROM invoices WHERE issued_on >= '2026-10-01';",
          "UPDATE subscribers SET password = 'changeme';");

  /** The tables that {@link #STATEMENTS} change, most visible first. */
  static final List<String> TABLES =
      List.of("public.radcheck", "public.invoices", "public.subscribers");

  private Damage() {}
}
