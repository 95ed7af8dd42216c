package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Routers that have a Secret each. Every Secret is mounted as a folder with the files {@link
 * #HOST}, {@link #PORT}, {@link #USERNAME} and {@link #PASSWORD}, as far as it has these keys.
 *
 * @param folder where the folders are, each under its Secret's name
 * @param names of the Secrets, which are those of the routers; one more than {@link #MOST} says
 *     that there are too many
 * @param selector the labels that the Secrets have, for messages
 * @param settings of each of them, as far as the Secret does not say otherwise: a router without
 *     name and host, and maybe without a login
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRouters(String folder, List<String> names, String selector, Router settings) {
  /** How many routers a run takes at most where Secrets say which. */
  public static final int MOST = 500;

  /** Key with the name or address of the router, the only one that has to be there. */
  public static final String HOST = "host";

  /** Key with the port of its API. */
  public static final String PORT = "port";

  /** Key with the name of the user. */
  public static final String USERNAME = "username";

  /** Key with the user's password. */
  public static final String PASSWORD = "password";

  /** Copies the list. */
  public SecretRouters {
    names = names == null ? List.of() : List.copyOf(names);
  }
}
