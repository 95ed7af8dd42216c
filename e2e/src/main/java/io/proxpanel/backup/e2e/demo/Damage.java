package io.proxpanel.backup.e2e.demo;

import java.util.List;

/**
 * What goes wrong in a panel's database on a Friday evening: an upgrade has made what points to the
 * tables that there were, and then people have made it worse.
 */
final class Damage {
  /** Statements, in this order; each is complete. */
  static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE invoice_lines (id bigint PRIMARY KEY, invoice_id bigint REFERENCES invoices"
              + " (id));",
          "CREATE VIEW debtors AS SELECT subscriber_id, total FROM invoices WHERE paid_at IS NULL;",
          "ALTER TABLE settings ALTER COLUMN description TYPE varchar(500);",
          "ALTER TABLE invoices ADD COLUMN dunning_level integer NOT NULL DEFAULT 0;",
          "DROP TABLE radcheck CASCADE;",
          "DELETE FROM invoices WHERE issued_on >= '2026-10-01';",
          "UPDATE subscribers SET password = 'changeme';");

  /** The tables that {@link #STATEMENTS} change, most visible first. */
  static final List<String> TABLES =
      List.of("public.radcheck", "public.invoices", "public.subscribers");

  private Damage() {}
}
