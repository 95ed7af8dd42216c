package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.CloudDestination;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.FtpDestination;
import io.proxpanel.backup.api.v1.FtpSecurity;
import io.proxpanel.backup.api.v1.S3Destination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.SftpDestination;
import java.time.Duration;
import java.util.Optional;

/** Makes the agent's destinations out of a resource's, with what has to be mounted for them. */
final class DestinationMounts {
  private static final int FTP = 21;
  private static final int FTPS = 990;
  private static final int SSH = 22;
  private static final String REGION = "us-east-1";

  private final Mounts mounts;
  private final boolean readOnly;

  /** Volumes are mounted to be written, or only to be read. */
  DestinationMounts(Mounts mounts, boolean readOnly) {
    this.mounts = mounts;
    this.readOnly = readOnly;
  }

  /** The destination as the agent sees it. */
  io.proxpanel.backup.contract.Destination of(Destination destination) {
    String name = destination.name();
    return new io.proxpanel.backup.contract.Destination(
        name,
        destination.local() == null
            ? null
            : new io.proxpanel.backup.contract.Destination.Local(
                mounts.folder(name, destination.local(), readOnly)),
        destination.ftp() == null ? null : ftp(name, destination.ftp()),
        destination.sftp() == null ? null : sftp(name, destination.sftp()),
        destination.s3() == null ? null : s3(name, destination.s3()),
        destination.cloud() == null ? null : cloud(name, destination.cloud()),
        destination.maxBytesPerSecond(),
        Boolean.TRUE.equals(destination.readBack()) ? Boolean.TRUE : null);
  }

  private io.proxpanel.backup.contract.Destination.Ftp ftp(String name, FtpDestination ftp) {
    FtpSecurity tls = Optional.ofNullable(ftp.tls()).orElse(FtpSecurity.Explicit);
    int usual = tls == FtpSecurity.Implicit ? FTPS : FTP;
    return new io.proxpanel.backup.contract.Destination.Ftp(
        ftp.host(),
        Optional.ofNullable(ftp.port()).orElse(usual),
        Optional.ofNullable(ftp.path()).orElse(""),
        switch (tls) {
          case None -> io.proxpanel.backup.contract.Destination.FtpSecurity.None;
          case Explicit -> io.proxpanel.backup.contract.Destination.FtpSecurity.Explicit;
          case Implicit -> io.proxpanel.backup.contract.Destination.FtpSecurity.Implicit;
        },
        ftp.username(),
        secret(name, "username", ftp.usernameSecretRef()),
        secret(name, "password", ftp.passwordSecretRef()),
        either(name, "ca", ftp.caSecretRef(), ftp.caConfigMapRef()),
        Boolean.TRUE.equals(ftp.insecureSkipVerify()),
        ftp.clientCertificate() == null
            ? null
            : secret(name, "client-certificate", ftp.clientCertificate().certificateSecretRef()),
        ftp.clientCertificate() == null
            ? null
            : secret(name, "client-key", ftp.clientCertificate().keySecretRef()),
        Boolean.FALSE.equals(ftp.passive()) ? ftp.activePorts() : null);
  }

  private io.proxpanel.backup.contract.Destination.Sftp sftp(String name, SftpDestination sftp) {
    return new io.proxpanel.backup.contract.Destination.Sftp(
        sftp.host(),
        Optional.ofNullable(sftp.port()).orElse(SSH),
        Optional.ofNullable(sftp.path()).orElse(""),
        sftp.username(),
        secret(name, "username", sftp.usernameSecretRef()),
        secret(name, "password", sftp.passwordSecretRef()),
        secret(name, "private-key", sftp.privateKeySecretRef()),
        secret(name, "passphrase", sftp.passphraseSecretRef()),
        either(name, "host-keys", sftp.hostKeySecretRef(), sftp.hostKeyConfigMapRef()),
        sftp.hostKeyFingerprints());
  }

  private io.proxpanel.backup.contract.Destination.S3 s3(String name, S3Destination s3) {
    return new io.proxpanel.backup.contract.Destination.S3(
        s3.endpoint(),
        Optional.ofNullable(s3.region()).orElse(REGION),
        s3.bucket(),
        Optional.ofNullable(s3.prefix()).orElse(""),
        Optional.ofNullable(s3.pathStyle()).orElse(s3.endpoint() != null),
        secret(name, "access-key-id", s3.accessKeyIdSecretRef()),
        secret(name, "secret-access-key", s3.secretAccessKeySecretRef()),
        secret(name, "session-token", s3.sessionTokenSecretRef()),
        either(name, "ca", s3.caSecretRef(), s3.caConfigMapRef()),
        s3.storageClass(),
        s3.serverSideEncryption(),
        s3.kmsKeyId(),
        s3.immutableForDays() == null ? null : Duration.ofDays(s3.immutableForDays()).toSeconds());
  }

  private io.proxpanel.backup.contract.Destination.Cloud cloud(
      String name, CloudDestination cloud) {
    return new io.proxpanel.backup.contract.Destination.Cloud(
        cloud.url(),
        secret(name, "license-key", cloud.licenseKeySecretRef()),
        cloud.hardwareId(),
        either(name, "ca", cloud.caSecretRef(), cloud.caConfigMapRef()));
  }

  private String either(String name, String what, SecretKeyRef secret, ConfigMapKeyRef configMap) {
    return configMap == null
        ? secret(name, what, secret)
        : mounts.configMap(role(name, what), configMap);
  }

  private String secret(String name, String what, SecretKeyRef key) {
    return key == null ? null : mounts.secret(role(name, what), key);
  }

  /** As the name of a volume it may have 63 characters at most. */
  private static String role(String name, String what) {
    return "d-" + name + "-" + what;
  }
}
