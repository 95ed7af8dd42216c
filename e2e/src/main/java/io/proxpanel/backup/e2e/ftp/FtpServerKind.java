package io.proxpanel.backup.e2e.ftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The servers, each with the settings that it is shipped with wherever a test allows it. */
public enum FtpServerKind {
  /** Its users are anonymous ones with a password, since others need the system's configuration. */
  VSFTPD("anonymous") {
    @Override
    List<String> command(FtpServer.Setting s) throws IOException {
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "listen=YES",
                  "listen_address=127.0.0.1",
                  "listen_port=" + s.port(),
                  "background=NO",
                  "anonymous_enable=YES",
                  "local_enable=NO",
                  "write_enable=YES",
                  "anon_upload_enable=YES",
                  "anon_mkdir_write_enable=YES",
                  "anon_other_write_enable=YES",
                  "anon_world_readable_only=NO",
                  "anon_umask=022",
                  "anon_root=" + s.home(),
                  "ftp_username=daemon",
                  "secure_email_list_enable=YES",
                  "email_password_file=" + s.folder().resolve("passwords"),
                  "banned_email_file=" + s.folder().resolve("none"),
                  "secure_chroot_dir=" + s.folder().resolve("empty"),
                  "connect_from_port_20=NO",
                  "max_clients=" + s.options().maxClients(),
                  "pasv_min_port=" + s.firstPassivePort(),
                  "pasv_max_port=" + s.lastPassivePort(),
                  "vsftpd_log_file=" + s.folder().resolve("vsftpd.log"),
                  "xferlog_enable=YES",
                  "seccomp_sandbox=NO"));
      if (s.options().tls() != FtpServer.Tls.NONE) {
        lines.addAll(
            List.of(
                "ssl_enable=YES",
                "allow_anon_ssl=YES",
                "force_anon_logins_ssl=YES",
                "force_anon_data_ssl=YES",
                "require_ssl_reuse=YES",
                "ssl_ciphers=HIGH",
                "rsa_cert_file=" + s.options().certificate().chain(),
                "rsa_private_key_file=" + s.options().certificate().key()));
      }
      if (s.options().tls() == FtpServer.Tls.IMPLICIT) {
        lines.add("implicit_ssl=YES");
      }
      Files.createDirectories(s.folder().resolve("empty"));
      Files.writeString(s.folder().resolve("passwords"), FtpServer.PASSWORD + "\n");
      Path file = Files.write(s.folder().resolve("vsftpd.conf"), lines);
      return List.of(FtpInstallation.program("vsftpd", "vsftpd"), file.toString());
    }
  },

  /** With its modules for TLS and for hashes. */
  PROFTPD("backup") {
    @Override
    List<String> command(FtpServer.Setting s) throws IOException {
      Path users = s.folder().resolve("users");
      boolean root = FtpServer.isRoot();
      String ids = root ? "1:1" : Programs.run("", "id", "-u") + ":" + Programs.run("", "id", "-g");
      Files.writeString(
          users,
          "backup:"
              + Programs.run(FtpServer.PASSWORD, "openssl", "passwd", "-6", "-stdin")
              + ":"
              + ids
              + "::"
              + s.home()
              + ":/bin/sh\n");
      Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r-----"));
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "ServerType standalone",
                  "DefaultAddress " + s.options().host(),
                  "SocketBindTight on",
                  "UseIPv6 " + (s.options().host().contains(":") ? "on" : "off"),
                  "UseReverseDNS off",
                  "Port " + s.port(),
                  "User " + (root ? "daemon" : Programs.run("", "id", "-un")),
                  "Group " + (root ? "daemon" : Programs.run("", "id", "-gn")),
                  "ModulePath " + modules(),
                  "LoadModule mod_tls.c",
                  "LoadModule mod_digest.c",
                  loading("mod_xfer"),
                  loading("mod_ls"),
                  loading("mod_delay"),
                  "PidFile " + s.folder().resolve("pid"),
                  "ScoreboardFile " + s.folder().resolve("scoreboard"),
                  "DelayEngine off",
                  "SystemLog " + s.folder().resolve("proftpd.log"),
                  "TransferLog none",
                  "ControlsEngine off",
                  "WtmpLog off",
                  "AuthPAM off",
                  "AuthOrder mod_auth_file.c",
                  "AuthUserFile " + users,
                  "RequireValidShell off",
                  root ? "DefaultRoot ~" : "DefaultChdir ~",
                  "AllowOverwrite on",
                  "AllowStoreRestart on",
                  "MaxClients " + s.options().maxClients(),
                  "PassivePorts " + s.firstPassivePort() + " " + s.lastPassivePort(),
                  "<IfModule mod_digest.c>",
                  "DigestEngine " + (s.options().hashes() ? "on" : "off"),
                  "</IfModule>"));
      if (s.options().tls() != FtpServer.Tls.NONE) {
        lines.addAll(
            List.of(
                "TLSEngine on",
                "TLSRequired on",
                "TLSLog " + s.folder().resolve("tls.log"),
                "TLSProtocol " + (s.options().onlyTls13() ? "TLSv1.3" : "TLSv1.2 TLSv1.3"),
                "TLSRSACertificateFile " + s.options().certificate().chain(),
                "TLSRSACertificateKeyFile " + s.options().certificate().key()));
      }
      if (s.options().clients() != null) {
        lines.add("TLSVerifyClient on");
        lines.add("TLSCACertificateFile " + s.options().clients());
      }
      if (s.options().tls() == FtpServer.Tls.IMPLICIT) {
        lines.add("TLSOptions UseImplicitSSL");
      }
      Path file = Files.write(s.folder().resolve("proftpd.conf"), lines);
      return List.of(FtpInstallation.program("proftpd", "proftpd"), "-n", "-c", file.toString());
    }

    private Path modules() {
      return FtpInstallation.folder("proftpd", "usr/lib/proftpd");
    }

    /** What is a part of the program in one release is a module of its own in another. */
    private String loading(String module) {
      return Files.exists(modules().resolve(module + ".so")) ? "LoadModule " + module + ".c" : "";
    }
  },

  /** With a user of its own database. */
  PURE_FTPD("backup") {
    @Override
    List<String> command(FtpServer.Setting s) throws IOException {
      String users = s.folder().resolve("users").toString();
      String database = users + ".pdb";
      String admin = FtpInstallation.program("pure-ftpd", "pure-pw");
      // Not as pure-pw writes it, whose hashes are made to take a second of every login.
      Files.writeString(
          Path.of(users),
          "backup:"
              + Programs.run(FtpServer.PASSWORD, "openssl", "passwd", "-6", "-stdin")
              + ":1:1::"
              + s.home()
              + "/./::::::::::::\n");
      Programs.run("", admin, "mkdb", database, "-f", users);
      List<String> command =
          new ArrayList<>(
              List.of(
                  FtpInstallation.program("pure-ftpd", "pure-ftpd"),
                  "-S",
                  "127.0.0.1," + s.port(),
                  "-l",
                  "puredb:" + database,
                  "-u",
                  "1",
                  "-E",
                  "-4",
                  "-H",
                  "-A",
                  "-L",
                  "200000:5",
                  "-c",
                  Integer.toString(s.options().maxClients()),
                  "-p",
                  s.firstPassivePort() + ":" + s.lastPassivePort(),
                  "-g",
                  s.folder().resolve("pid").toString()));
      if (s.options().tls() != FtpServer.Tls.NONE) {
        Path both = s.folder().resolve("both.pem");
        Files.writeString(
            both,
            Files.readString(s.options().certificate().key())
                + Files.readString(s.options().certificate().chain()));
        command.addAll(List.of("-Y", "2", "-2", both.toString()));
      }
      return command;
    }
  };

  private final String user;

  FtpServerKind(String user) {
    this.user = user;
  }

  /** Name of the one user that may log in. */
  public String user() {
    return user;
  }

  /** Whether it can do TLS from the first byte on. */
  public boolean hasImplicitTls() {
    return this != PURE_FTPD;
  }

  /** Writes the configuration; the command that runs the server in the foreground. */
  abstract List<String> command(FtpServer.Setting setting) throws IOException;
}
