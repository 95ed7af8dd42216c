package io.proxpanel.backup.agent.postgres.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Grant;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Label;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Locale;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseChangeTest {
  private static final Locale C = new Locale("UTF8", "c", "C.UTF-8", "C.UTF-8", null, null);
  private static final List<Grant> DEFAULT =
      List.of(
          new Grant("own", null, "TEMPORARY", false),
          new Grant("own", null, "CONNECT", false),
          new Grant("own", "own", "CREATE", false));

  @Test
  void nothingIsDoneWhereAllIsEqual() {
    DatabaseFacts one = properties("live", "own", -1, DEFAULT, List.of(), List.of());
    DatabaseFacts two = properties("new", "own", -1, DEFAULT, List.of(), List.of());
    assertThat(DatabaseChange.ofAccess(one, two)).isEmpty();
    assertThat(DatabaseChange.ofRest(one, two)).isEmpty();
  }

  @Test
  void ownerAndPrivilegesInAnOrderThatTheServerTakes() {
    List<Grant> wanted =
        List.of(
            new Grant("app", "x \"y", "CONNECT", false),
            new Grant("own", "app", "CONNECT", true),
            new Grant("own", "own", "CREATE", false));
    DatabaseFacts old = properties("live", "own", -1, wanted, List.of(), List.of());
    List<Grant> now = List.of(new Grant("me", null, "CONNECT", false));
    DatabaseFacts actual = properties("n\"1", "me", -1, now, List.of(), List.of());
    assertThat(statements(DatabaseChange.ofAccess(old, actual)))
        .containsExactly(
            "ALTER DATABASE \"n\"\"1\" OWNER TO \"own\"",
            "SET ROLE \"me\"; REVOKE CONNECT ON DATABASE \"n\"\"1\" FROM PUBLIC; RESET ROLE",
            "GRANT CONNECT ON DATABASE \"n\"\"1\" TO \"app\" WITH GRANT OPTION",
            "SET ROLE \"app\"; GRANT CONNECT ON DATABASE \"n\"\"1\" TO \"x \"\"y\"; RESET ROLE",
            "GRANT CREATE ON DATABASE \"n\"\"1\" TO \"own\"");
  }

  @Test
  void settingsLabelsAndLimit() {
    DatabaseFacts old =
        properties(
            "live",
            "own",
            5,
            DEFAULT,
            List.of(new Label("selinux", "it's")),
            List.of(
                new Setting(null, "search_path", "\"$user\", public, \"a\"\"b, c\""),
                new Setting("app", "app.greeting", "it's = \"x\""),
                new Setting(null, "work_mem", "8MB")));
    DatabaseFacts actual =
        properties("new", "own", -1, DEFAULT, List.of(), List.of(new Setting(null, "jit", "off")));
    assertThat(statements(DatabaseChange.ofRest(old, actual)))
        .containsExactly(
            "ALTER DATABASE \"new\" CONNECTION LIMIT 5",
            "SECURITY LABEL FOR \"selinux\" ON DATABASE \"new\" IS 'it''s'",
            "ALTER DATABASE \"new\" SET \"search_path\" TO '$user', 'public', 'a\"b, c'",
            "ALTER ROLE \"app\" IN DATABASE \"new\" SET \"app.greeting\" TO 'it''s = \"x\"'",
            "ALTER DATABASE \"new\" SET \"work_mem\" TO '8MB'",
            "ALTER DATABASE \"new\" RESET \"jit\"");
  }

  @Test
  void listsAreTakenApartAsTheServerDoes() {
    assertThat(DatabaseChange.names("a")).containsExactly("a");
    assertThat(DatabaseChange.names(" a ,\tb")).containsExactly("a", "b");
    assertThat(DatabaseChange.names("\"\"")).containsExactly("");
    assertThat(DatabaseChange.names("\"a\"\"\", b")).containsExactly("a\"", "b");
    assertThat(DatabaseChange.names("")).isNull();
    assertThat(DatabaseChange.names("a,")).isNull();
    assertThat(DatabaseChange.names("\"a")).isNull();
    assertThat(DatabaseChange.names("a b")).isNull();
  }

  @Test
  void aDatabaseIsCreatedWithTheLocaleOfTheOther() {
    assertThat(statement(C, "pg_default", true))
        .isEqualTo(
            "CREATE DATABASE \"n\" WITH TEMPLATE template0 OWNER \"own\" ENCODING 'UTF8'"
                + " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' LOCALE_PROVIDER libc"
                + " ALLOW_CONNECTIONS false IS_TEMPLATE false;");
    assertThat(statement(new Locale("UTF8", "i", "C", "C", "de", "&a < g"), "fast", false))
        .isEqualTo(
            "CREATE DATABASE \"n\" WITH TEMPLATE template0 ENCODING 'UTF8'"
                + " LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'de'"
                + " ICU_RULES '&a < g' TABLESPACE \"fast\""
                + " ALLOW_CONNECTIONS false IS_TEMPLATE false;");
    assertThat(statement(new Locale("UTF8", "b", "C", "C", "C.UTF-8", null), "pg_default", false))
        .contains(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' ");
  }

  private static String statement(Locale locale, String tablespace, boolean withOwner) {
    DatabaseFacts like =
        new DatabaseFacts(
            "live",
            locale,
            tablespace,
            "own",
            true,
            -1,
            false,
            true,
            null,
            DEFAULT,
            List.of(),
            List.of());
    return DatabaseTwin.statement(like, "n", withOwner);
  }

  private static List<String> statements(List<DatabaseChange> changes) {
    return changes.stream().map(DatabaseChange::statement).toList();
  }

  private static DatabaseFacts properties(
      String name,
      String owner,
      int limit,
      List<Grant> grants,
      List<Label> labels,
      List<Setting> settings) {
    return new DatabaseFacts(
        name, C, "pg_default", owner, true, limit, false, true, null, grants, labels, settings);
  }
}
