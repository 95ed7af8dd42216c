package io.proxpanel.backup.controller.database;

import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.controller.job.AgentTasks;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same for every way to write the same database: {@code db}, {@code db.isp} and {@code
 * db.isp.svc.cluster.local} are one Service.
 *
 * @param host in small letters, a Service as {@code name.namespace}
 * @param port TCP port
 * @param name of the database
 */
public record DatabaseId(String host, int port, String name) {
  private static final Pattern SERVICE = Pattern.compile("([^.]+)\\.([^.]+)\\.svc(\\..+)?");

  /** The database that a resource of this namespace means. */
  public static DatabaseId of(Database database, String namespace) {
    return new DatabaseId(
        host(database.host(), namespace), AgentTasks.port(database), database.name());
  }

  private static String host(String written, String namespace) {
    String host = written.toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    Matcher service = SERVICE.matcher(host);
    if (service.matches()) {
      return service.group(1) + "." + service.group(2);
    }
    boolean bare = !host.contains(".") && !host.contains(":") && !host.equals("localhost");
    return bare ? host + "." + namespace : host;
  }
}
