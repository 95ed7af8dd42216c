package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.router.RouterVersion;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.contract.Router;

/** The commands that make files on a router, as its version has them. */
final class ExportCommand {
  private ExportCommand() {}

  /** Writes the configuration to {@code base.rsc}. */
  static Command export(String base, Router router, RouterVersion version) {
    Command export = Command.of("/export").with("file", base);
    export =
        switch (router.form()) {
          // What both generations do unless they are told otherwise.
          case Compact -> export;
          case Verbose -> export.with("verbose");
          case Terse -> export.with("terse");
        };
    // RouterOS 6 shows passwords and keys unless it is told to hide them, 7 the other way round.
    if (router.sensitive() && version.hidesSensitive()) {
      return export.with("show-sensitive");
    }
    if (!router.sensitive() && !version.hidesSensitive()) {
      return export.with("hide-sensitive");
    }
    return export;
  }

  /**
   * Writes a backup in RouterOS's own format to {@code base.backup}.
   *
   * @param password null for one that is not encrypted
   */
  static Command backup(String base, String password) {
    Command save = Command.of("/system/backup/save").with("name", base);
    return password == null
        ? save.with("dont-encrypt", "yes")
        : save.with("password", password).with("encryption", "aes-sha256");
  }
}
