package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.TrapException;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs have left on a router, because it could not be reached when they ended: an
 * export has secrets in it, or at least how a network is built, so that it goes with the next run.
 */
record EarlierFiles(RouterSession session, Router router, OwnName names, Instant now) {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierFiles.class);

  /**
   * Removes them.
   *
   * @throws AgentException when the router cannot be asked for its files; one that does not permit
   *     it will say so of the export
   */
  void remove() throws AgentException {
    try {
      List<RemoteFile> ours = ours();
      List<RemoteFile> left = new ArrayList<>(ours);
      if (ours.stream().anyMatch(this::isOfAnother) && isAnotherAtWork()) {
        left.removeIf(this::isOfAnother);
        LOG.atInfo()
            .addKeyValue("router", router.name())
            .addKeyValue("files", ours.size() - left.size())
            .log("files of another run, which may be at work, are not touched");
      }
      for (RemoteFile file : left) {
        session.files().remove(file);
      }
      if (!left.isEmpty()) {
        LOG.atInfo()
            .addKeyValue("router", router.name())
            .addKeyValue("files", left.size())
            .log("removed what an earlier run had left");
      }
    } catch (TrapException e) {
      // The export will say what the user may not do.
      LOG.atWarn()
          .addKeyValue("router", router.name())
          .log("files of an earlier run are left: {}", RouterErrors.said(e));
    } catch (IOException e) {
      throw session.explain(e, "reading its files");
    }
  }

  private List<RemoteFile> ours() throws IOException {
    return session
        .files()
        .list(file -> names.maker(file.base(), now) != OwnName.Maker.NOBODY_OF_US);
  }

  private boolean isOfAnother(RemoteFile file) {
    return names.maker(file.base(), now) == OwnName.Maker.ANOTHER;
  }

  /**
   * Whether the same user is logged in to the API once more, which another run would be. Where the
   * router does not say it, none is thought to be: at worst that one asks the router again.
   */
  private boolean isAnotherAtWork() throws IOException {
    int[] sessions = new int[1];
    try {
      session.call(
          Command.of("/user/active/print").with(".proplist", "name,via"),
          row -> {
            boolean own = row.get("name").orElse("").equals(session.user());
            if (own && row.get("via").orElse("").startsWith("api")) {
              sessions[0]++;
            }
          });
      return sessions[0] > 1;
    } catch (TrapException e) {
      return false;
    }
  }
}
