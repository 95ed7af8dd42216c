package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.Causes;
import io.proxpanel.backup.agent.destination.net.Said;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** Says what a failed access to an SSH server means. */
final class SftpErrors {
  private final String server;
  private final Said said = new Said();

  SftpErrors(Destination.Sftp settings) {
    this(settings, "");
  }

  /**
   * Errors of a server that belongs to something.
   *
   * @param owner what follows the server's name, as {@code of the router "edge-1"}; empty for
   *     nothing
   */
  SftpErrors(Destination.Sftp settings, String owner) {
    this.server = settings.host() + ":" + settings.port() + (owner.isEmpty() ? "" : " " + owner);
  }

  /** What must not be repeated of what the server says. */
  Said said() {
    return said;
  }

  AgentException nameUnknown(String host, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationNameUnknown,
        "The name \""
            + host
            + "\" of the SSH server cannot be resolved: correct it, or see to the cluster's DNS.",
        cause);
  }

  AgentException unreachable(String why, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The SSH server "
            + server
            + " cannot be reached ("
            + said.of(why)
            + "): check the host, the port, the firewall on the way, and that the server runs.",
        cause);
  }

  AgentException lost(Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to the SSH server "
            + server
            + " was lost ("
            + reason(cause)
            + "): check the line and the server's log.",
        cause);
  }

  AgentException closed() {
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        "The connection to the SSH server " + server + " was closed, because the task has ended.");
  }

  /**
   * The server's key is not one that is expected.
   *
   * @param presented fingerprints of the keys that the server has shown, with their types
   * @param known in words, what is expected and where that stands
   */
  AgentException hostKeyRefused(List<String> presented, String known) {
    return new AgentException(
        ErrorCode.DestinationHostKeyRefused,
        "The SSH server "
            + server
            + " shows the host key "
            + String.join(" and ", presented)
            + ", and "
            + known
            + ": somebody may be in between. If the server's administrator confirms the fingerprint,"
            + " write it into hostKeyFingerprints, or the server's key into the host key file.");
  }

  AgentException noKnownKey(String why) {
    return new AgentException(
        ErrorCode.DestinationHostKeyRefused,
        "Nothing says which host key the SSH server "
            + server
            + " has ("
            + why
            + "): write what \"ssh-keyscan\" prints for it into the host key file, or the"
            + " fingerprint, as SHA256:…, into hostKeyFingerprints, after the server's"
            + " administrator has confirmed it.");
  }

  AgentException loginRefused(String user, List<String> with, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationLoginRefused,
        "The SSH server "
            + server
            + " refuses the login of \""
            + user
            + "\" with "
            + String.join(" and ", with)
            + ": check the user's name and these, and which logins the server allows.",
        cause);
  }

  AgentException noSftp(Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationProtocolError,
        "The SSH server "
            + server
            + " accepts the login and offers no SFTP ("
            + reason(cause)
            + "): enable the subsystem \"sftp\" there.",
        cause);
  }

  AgentException noAgreement(Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationProtocolError,
        "The SSH server "
            + server
            + " and the agent have no way of encryption in common, or the server speaks no SSH ("
            + reason(cause)
            + "): check the port, and update the server.",
        cause);
  }

  /** Room is missing, so far as anybody can tell; {@code freeBytes} is what the server says. */
  AgentException full(String path, OptionalLong freeBytes, Throwable cause) {
    String evidence =
        freeBytes.isEmpty()
            ? "the server does not say how much is free"
            : "the server says that " + freeBytes.getAsLong() + " bytes are free";
    return new AgentException(
        ErrorCode.DestinationFull,
        "The SSH server "
            + server
            + " takes no more of "
            + path
            + " ("
            + reason(cause)
            + "; "
            + evidence
            + "): make room there, or raise the user's quota or limit of file size.",
        cause);
  }

  AgentException missing(String path) {
    return new AgentException(
        ErrorCode.FileMissing,
        "The file "
            + path
            + " does not exist on the SSH server "
            + server
            + ": check its name and the destination's folder.");
  }

  AgentException notPlain(String path) {
    return new AgentException(
        ErrorCode.FileMissing,
        path
            + " on the SSH server "
            + server
            + " is a folder or a link and no plain file: check the name.");
  }

  AgentException nameTaken(String path) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        "A file "
            + path
            + " is on the SSH server "
            + server
            + " already: it was left as it is; create another Backup.");
  }

  AgentException protocol(String what, Throwable cause) {
    return new AgentException(
        ErrorCode.DestinationProtocolError,
        "The SSH server " + server + " " + what + " (" + reason(cause) + "): see the server's log.",
        cause);
  }

  /**
   * What a failed request means.
   *
   * @param doing in words, as {@code making the folder}
   * @param path that the request was about
   */
  AgentException of(String doing, String path, IOException e) {
    AgentException found = Causes.of(e, AgentException.class);
    if (found != null) {
      return found;
    }
    if (!(e instanceof SftpException status)) {
      return lost(e);
    }
    String failed = "fails " + doing + " " + path;
    return switch (status.getStatus()) {
      case SftpConstants.SSH_FX_PERMISSION_DENIED,
          SftpConstants.SSH_FX_WRITE_PROTECT,
          SftpConstants.SSH_FX_CANNOT_DELETE ->
          new AgentException(
              ErrorCode.DestinationPermissionDenied,
              "The SSH server "
                  + server
                  + " does not allow "
                  + doing
                  + " "
                  + path
                  + ": give the user the right to write there, or name another folder.",
              e);
      case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH -> missing(path);
      case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED ->
          full(path, OptionalLong.empty(), e);
      case SftpConstants.SSH_FX_NO_CONNECTION, SftpConstants.SSH_FX_CONNECTION_LOST -> lost(e);
      default -> protocol(failed, e);
    };
  }

  /** Whether the connection is at fault, so that the same can be tried on another one. */
  static boolean isLoss(IOException e) {
    if (e instanceof SftpException status) {
      return status.getStatus() == SftpConstants.SSH_FX_NO_CONNECTION
          || status.getStatus() == SftpConstants.SSH_FX_CONNECTION_LOST;
    }
    return true;
  }

  /** Whether there is nothing under a name. */
  static boolean isMissing(IOException e) {
    return e instanceof SftpException status
        && (status.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
            || status.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH);
  }

  /** Whether it is the status that says no more than that something failed. */
  static boolean isUnexplained(IOException e) {
    return e instanceof SftpException status && status.getStatus() == SftpConstants.SSH_FX_FAILURE;
  }

  /** Whether a login ended because the server takes none of what it was offered. */
  static boolean isLoginRefusal(Throwable e) {
    if (!(e instanceof SshException ssh)) {
      return false;
    }
    String words = String.valueOf(ssh.getMessage());
    return ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
        || words.contains("Too many authentication failures");
  }

  private String reason(Throwable e) {
    if (e instanceof SftpException status) {
      String name = SftpConstants.getStatusName(status.getStatus());
      return status.getMessage() == null ? name : name + ": " + said.of(status.getMessage());
    }
    if (e == null || e.getMessage() == null) {
      return "without a reason";
    }
    return said.of(e.getMessage());
  }
}
