package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds tenants by a query that a person has written: one column with their names. */
final class TenantQuery {
  private static final String RUN =
      """
      DO LANGUAGE plpgsql $do$
      DECLARE
        line pg_catalog.record;
        fields pg_catalog.text[];
        names pg_catalog.text[] := '{}';
        bytes pg_catalog.int8 := 0;
      BEGIN
        FOR line IN EXECUTE pg_catalog.current_setting('proxpanel_backup.query') LOOP
          fields := ARRAY(SELECT f.value
            FROM pg_catalog.json_each_text(pg_catalog.row_to_json(line)) f);
          IF pg_catalog.cardinality(fields) OPERATOR(pg_catalog.<>) 1 THEN
            RAISE EXCEPTION 'it returns % columns and has to return one',
              pg_catalog.cardinality(fields);
          END IF;
          IF coalesce(fields[1], '') OPERATOR(pg_catalog.=) '' THEN
            RAISE EXCEPTION 'it returns a row without a name';
          END IF;
          bytes := bytes OPERATOR(pg_catalog.+) pg_catalog.octet_length(fields[1]);
          IF bytes OPERATOR(pg_catalog.>) 4194304 THEN
            RAISE EXCEPTION 'it returns more than 4 MiB of names';
          END IF;
          names := pg_catalog.array_append(names, fields[1]);
        END LOOP;
        PERFORM pg_catalog.set_config('proxpanel_backup.found',
          pg_catalog.array_to_json(names)::pg_catalog.text, true);
      END
      $do$;
      """;

  private TenantQuery() {}

  static Tenants ask(PsqlSession session, DatabaseLogin login, String query)
      throws SqlException, AgentException {
    PersonsQuery tenants =
        new PersonsQuery(
            login,
            ErrorCode.TenantQueryFailed,
            "The schedule's tenants.query",
            "a SELECT of one column with the tenants' names");
    SortedSet<String> slugs = new TreeSet<>();
    for (String name : names(tenants.run(session, query, RUN))) {
      slugs.add(Tenants.slug(name));
    }
    return new Tenants(slugs, new TreeSet<>(), null, "the schedule's tenants.query returns none");
  }

  private static List<String> names(String json) {
    try {
      return List.of(Json.read(json, String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("the server made an array that is not JSON", e);
    }
  }
}
