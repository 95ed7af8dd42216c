package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.cloud.CloudAccount;
import io.proxpanel.backup.e2e.cloud.CloudEmulator;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import io.proxpanel.backup.e2e.s3.S3Server;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** An FTP server with TLS, an SSH server, an S3 server and the emulated cloud service. */
final class OffSitePlaces implements AutoCloseable {
  private static final String LICENCE = "LICENCE-OF-THE-TEST";
  private static final String BUCKET = "panel-backups";

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final TestCertificate certificate;
  private final Path cloudAuthority;
  private final SshServer ssh;
  private final S3Server s3;
  private final FtpServer ftp;
  private final CloudEmulator cloud;
  private final CloudAccount account;

  OffSitePlaces(Path folder) throws IOException {
    try {
      ssh = started(SshServer.start(Files.createDirectory(folder.resolve("ssh"))));
      s3 = started(S3Server.start(Files.createDirectory(folder.resolve("s3"))));
      Files.createDirectory(s3.buckets().resolve(BUCKET));
      certificate =
          TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
      ftp =
          started(
              FtpServer.start(
                  FtpServerKind.PROFTPD,
                  Files.createDirectory(folder.resolve("ftp")),
                  FtpServer.Options.tls(FtpServer.Tls.EXPLICIT, certificate)));
      TestCertificate ofCloud =
          TestCertificate.make(Files.createDirectory(folder.resolve("cloud-tls")), "IP:127.0.0.1");
      cloudAuthority = ofCloud.authority();
      cloud = started(CloudEmulator.start(Files.createDirectory(folder.resolve("cloud")), ofCloud));
      account = cloud.account(LICENCE, 1L << 30);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <S extends AutoCloseable> S started(S server) {
    started.push(server);
    return server;
  }

  SshServer ssh() {
    return ssh;
  }

  FtpServer ftp() {
    return ftp;
  }

  CloudEmulator cloud() {
    return cloud;
  }

  CloudAccount account() {
    return account;
  }

  /** What a Secret has to have for {@link #destinations}. */
  Map<String, String> secrets() throws IOException {
    Map<String, String> secrets = LocalDestinations.ftpSecrets(certificate);
    secrets.putAll(LocalDestinations.sshSecrets(ssh));
    secrets.put("s3-id", s3.accessKey());
    secrets.put("s3-secret", s3.secret());
    secrets.put("licence", LICENCE);
    secrets.put("cloud-ca", Files.readString(cloudAuthority));
    return secrets;
  }

  /** Four destinations, in the list that {@code backup.yaml} ends with. */
  String destinations(String secret) {
    return (LocalDestinations.ftp(ftp, "backups/daily", secret)
            + LocalDestinations.ssh(ssh, "backups/panel", secret)
                .replace("- name: ssh\n", "- name: ssh\n  readBack: true\n")
            + """
            - name: s3
              s3:
                endpoint: $ENDPOINT
                bucket: $BUCKET
                prefix: panel/daily
                accessKeyIdSecretRef: { name: $SECRET, key: s3-id }
                secretAccessKeySecretRef: { name: $SECRET, key: s3-secret }
            - name: cloud
              cloud:
                licenseKeySecretRef: { name: $SECRET, key: licence }
                caSecretRef: { name: $SECRET, key: cloud-ca }
            """)
        .replace("$ENDPOINT", s3.endpoint())
        .replace("$BUCKET", BUCKET)
        .replace("$SECRET", secret)
        .indent(4);
  }

  /** Where their files are, the cloud's apart. */
  List<Path> folders() {
    return List.of(ftp.home(), ssh.home(), s3.buckets());
  }

  /** A file at each; the cloud has exactly one of the name. */
  List<Path> copies(String name) {
    return List.of(atFtp(name), atSsh(name), atS3(name), atCloud(name));
  }

  Path atFtp(String name) {
    return ftp.home().resolve("backups/daily").resolve(name);
  }

  Path atSsh(String name) {
    return ssh.home().resolve("backups/panel").resolve(name);
  }

  Path atS3(String name) {
    return s3.buckets().resolve(BUCKET).resolve("panel/daily").resolve(name);
  }

  private Path atCloud(String name) {
    List<Path> named =
        account.files().stream()
            .filter(each -> each.filename().equals(name))
            .map(CloudAccount.StoredFile::content)
            .toList();
    assertThat(named).hasSize(1);
    return named.get(0);
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
