package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.postgres.RouterRows;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Router;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routers that a query has found, beside those that the task lists itself. People keep such
 * tables by hand: a row that cannot be used holds up none of the others.
 *
 * @param routers in the order of the rows, each with a name that no other has
 * @param warnings about rows that are not taken as they are
 */
record FoundRouters(List<Router> routers, List<String> warnings) {
  private static final int NAMED = 5;
  private static final int MAX_NAME = 100;
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;

  /** Copies the lists. */
  FoundRouters {
    routers = List.copyOf(routers);
    warnings = List.copyOf(warnings);
  }

  /**
   * Makes routers of rows.
   *
   * @param listed those that are known already, which keep their names
   * @param settings of those that are found
   */
  static FoundRouters of(List<RouterRows.Row> rows, List<Router> listed, Router settings) {
    List<String> unusable = new ArrayList<>();
    List<RouterRows.Row> usable = new ArrayList<>();
    for (RouterRows.Row row : rows) {
      String why = defect(row);
      if (why == null) {
        usable.add(row);
      } else {
        unusable.add(why);
      }
    }
    Map<String, Long> times =
        Stream.concat(listed.stream().map(Router::name), usable.stream().map(RouterRows.Row::name))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Set<String> taken =
        listed.stream().map(Router::name).collect(Collectors.toCollection(HashSet::new));
    Map<String, Router> found = new LinkedHashMap<>();
    Set<String> toldApart = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    for (RouterRows.Row row : usable) {
      boolean several = times.get(row.name()) > 1;
      String name = several ? row.name() + " (" + row.host() + ")" : row.name();
      if (isListed(row, listed) || taken.contains(name)) {
        twice.add(Json.write(name));
      } else {
        taken.add(name);
        found.put(name, settings.of(name, row.host(), port(row)));
        if (several) {
          toldApart.add(Json.write(name));
        }
      }
    }
    return new FoundRouters(List.copyOf(found.values()), warnings(unusable, toldApart, twice));
  }

  private static boolean isListed(RouterRows.Row row, List<Router> listed) {
    return listed.stream()
        .anyMatch(each -> each.name().equals(row.name()) && row.host().equals(each.host()));
  }

  /** Why a row cannot be used, or null. */
  private static String defect(RouterRows.Row row) {
    if (row.name() == null || row.name().isEmpty()) {
      return "one without a name" + (row.host() == null ? "" : " (host " + said(row.host()) + ")");
    }
    if (row.name().length() > MAX_NAME || hasControl(row.name())) {
      return said(row.name()) + ", whose name is too long or has a control character";
    }
    if (row.host() == null || row.host().isEmpty()) {
      return said(row.name()) + " without a host";
    }
    if (row.host().length() > MAX_HOST
        || row.host().chars().anyMatch(Character::isWhitespace)
        || hasControl(row.host())) {
      return said(row.name()) + " with the host " + said(row.host());
    }
    return row.port() == null || port(row) != null
        ? null
        : said(row.name()) + " with the port " + said(row.port());
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** As JSON, so that nothing in it can start a line. */
  private static String said(String text) {
    return Json.write(text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…");
  }

  private static Integer port(RouterRows.Row row) {
    if (row.port() == null || !row.port().matches("[0-9]{1,5}")) {
      return null;
    }
    int port = Integer.parseInt(row.port());
    return port < 1 || port > MAX_PORT ? null : port;
  }

  private static List<String> warnings(
      List<String> unusable, Set<String> toldApart, Set<String> twice) {
    List<String> warnings = new ArrayList<>();
    if (!unusable.isEmpty()) {
      warnings.add(
          "Rows of the query for routers were left out: "
              + list(unusable)
              + "; correct them in the database.");
    }
    if (!toldApart.isEmpty()) {
      warnings.add(
          "Routers that the query finds have a name that another has too, and are called after"
              + " their hosts as well: "
              + list(toldApart)
              + "; give each a name of its own.");
    }
    if (!twice.isEmpty()) {
      warnings.add(
          "Routers that the query finds are there already with the same name and host, and were"
              + " left out: "
              + list(twice)
              + "; give each router one row.");
    }
    return warnings;
  }

  private static String list(Iterable<String> texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(all::add);
    return Named.some(all, NAMED);
  }
}
