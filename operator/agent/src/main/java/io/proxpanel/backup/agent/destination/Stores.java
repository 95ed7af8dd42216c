package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.cloud.CloudStore;
import io.proxpanel.backup.agent.destination.ftp.FtpStore;
import io.proxpanel.backup.agent.destination.ftp.FtpTimeouts;
import io.proxpanel.backup.agent.destination.s3.S3Store;
import io.proxpanel.backup.agent.destination.sftp.SftpStore;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;

/** Opens the store of a destination, of whichever kind. */
public final class Stores {
  private Stores() {}

  /**
   * Opens it, without connecting.
   *
   * @param cleanup ends what is under way there when the process is told to stop
   * @throws AgentException {@code TaskInvalid} for a destination of no kind; {@code FolderMissing};
   *     {@code SecretUnreadable}
   */
  public static Store open(Destination destination, Cleanup cleanup) throws AgentException {
    if (destination.local() != null) {
      return LocalStore.open(destination.name(), destination.local(), cleanup);
    }
    if (destination.ftp() != null) {
      return endedBy(
          cleanup, FtpStore.open(destination.name(), destination.ftp(), FtpTimeouts.defaults()));
    }
    if (destination.sftp() != null) {
      return endedBy(cleanup, new SftpStore(destination.sftp()));
    }
    if (destination.s3() != null) {
      return endedBy(cleanup, new S3Store(destination.s3()));
    }
    if (destination.cloud() != null) {
      return endedBy(cleanup, new CloudStore(destination.cloud()));
    }
    throw new AgentException(
        ErrorCode.TaskInvalid,
        "The destination \""
            + destination.name()
            + "\" is of no kind that this agent knows: let the operator and the agent be of the"
            + " same version.");
  }

  private static Store endedBy(Cleanup cleanup, Store store) {
    cleanup.add(store::close);
    return store;
  }
}
