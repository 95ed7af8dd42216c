package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Logs in: by name and password; and where the router answers with a challenge, as RouterOS before
 * 6.43 does, by an answer to that (documentation of RouterOS, "API", section "Initial login").
 */
final class ApiLogin {
  private final RouterUser user;
  private final RouterErrors errors;

  ApiLogin(RouterUser user, RouterErrors errors) {
    this.user = user;
    this.errors = errors;
  }

  void on(ApiConnection connection) throws IOException, AgentException {
    try {
      Reply reply =
          connection.call(
              Command.of("/login").with("name", user.name()).with("password", user.password()));
      Optional<String> challenge = reply.done().get("ret");
      if (challenge.isPresent()) {
        connection.call(
            Command.of("/login")
                .with("name", user.name())
                .with("response", "00" + response(challenge.get())));
      }
    } catch (TrapException e) {
      throw errors.login(e, user);
    }
  }

  private String response(String challenge) throws IOException {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update((byte) 0);
      md5.update(user.password().getBytes(StandardCharsets.UTF_8));
      md5.update(HexFormat.of().parseHex(challenge));
      return HexFormat.of().formatHex(md5.digest());
    } catch (IllegalArgumentException e) {
      throw new MalformedSentenceException("the challenge is not hexadecimal", new byte[0]);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java has no MD5, which RouterOS before 6.43 needs", e);
    }
  }
}
