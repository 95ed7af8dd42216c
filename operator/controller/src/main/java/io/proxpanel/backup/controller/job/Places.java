package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.CloudDestination;
import io.proxpanel.backup.api.v1.ConfigMapKeyRef;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.FtpDestination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.S3Destination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.SftpDestination;
import io.proxpanel.backup.api.v1.StoredResource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a destination is, for people, and what it names of the cluster. */
public final class Places {
  private Places() {}

  /**
   * The destinations that have a Backup's file, as its status says, volumes first: from there it
   * does not have to be fetched.
   */
  public static List<Destination> holding(StoredResource backup) {
    return backup.getSpec().destinations().stream()
        .filter(
            each ->
                tellsNothing(backup)
                    || backup
                        .getStatus()
                        .destination(each.name())
                        .filter(there -> DestinationStatus.STORED.equals(there.state()))
                        .isPresent())
        .sorted(Comparator.comparing(each -> each.local() == null))
        .toList();
  }

  /** Those of an ended Backup that came to its spec later: its status says nothing of them. */
  public static List<Destination> added(StoredResource backup) {
    return backup.getSpec().destinations().stream()
        .filter(each -> !tellsNothing(backup))
        .filter(each -> backup.getStatus().destination(each.name()).isEmpty())
        .toList();
  }

  /** As a status from before it told of each destination. */
  private static boolean tellsNothing(StoredResource backup) {
    List<DestinationStatus> known = backup.getStatus().destinations;
    return known == null || known.isEmpty();
  }

  /** Where a file there is, for status: a claim and the path in it, or a URL without a login. */
  public static String location(Destination destination, String fileName) {
    if (destination.local() != null) {
      LocalDestination local = destination.local();
      return below(local.claimName(), local.path()) + "/" + fileName;
    }
    if (destination.ftp() != null) {
      FtpDestination ftp = destination.ftp();
      return "ftp://" + below(server(ftp.host(), ftp.port()), ftp.path()) + "/" + fileName;
    }
    if (destination.sftp() != null) {
      SftpDestination sftp = destination.sftp();
      return "sftp://" + below(server(sftp.host(), sftp.port()), sftp.path()) + "/" + fileName;
    }
    if (destination.cloud() != null) {
      return "cloud:" + service(destination.cloud()) + fileName;
    }
    S3Destination s3 = destination.s3();
    return "s3://" + below(s3.bucket(), s3.prefix()) + "/" + fileName;
  }

  /** Where its files are, in a sentence. */
  public static String inWords(Destination destination) {
    if (destination.local() != null) {
      LocalDestination local = destination.local();
      return "the claim \"%s\"%s".formatted(local.claimName(), folder(local.path()));
    }
    if (destination.ftp() != null) {
      FtpDestination ftp = destination.ftp();
      return "the FTP server \"%s\"%s".formatted(ftp.host(), folder(ftp.path()));
    }
    if (destination.sftp() != null) {
      SftpDestination sftp = destination.sftp();
      return "the SFTP server \"%s\"%s".formatted(sftp.host(), folder(sftp.path()));
    }
    if (destination.cloud() != null) {
      String url = destination.cloud().url();
      return "the cloud backup service" + (url == null ? "" : " \"" + url + "\"");
    }
    S3Destination s3 = destination.s3();
    return "the bucket \"%s\"%s".formatted(s3.bucket(), folder(s3.prefix()));
  }

  /** Keys of Secrets that the login there is read from. */
  public static Stream<SecretKeyRef> logins(Destination destination) {
    Stream.Builder<SecretKeyRef> keys = Stream.builder();
    FtpDestination ftp = destination.ftp();
    if (ftp != null) {
      keys.add(ftp.usernameSecretRef()).add(ftp.passwordSecretRef());
    }
    SftpDestination sftp = destination.sftp();
    if (sftp != null) {
      keys.add(sftp.usernameSecretRef()).add(sftp.passwordSecretRef());
      keys.add(sftp.privateKeySecretRef()).add(sftp.passphraseSecretRef());
    }
    S3Destination s3 = destination.s3();
    if (s3 != null) {
      keys.add(s3.accessKeyIdSecretRef()).add(s3.secretAccessKeySecretRef());
      keys.add(s3.sessionTokenSecretRef());
    }
    if (destination.cloud() != null) {
      keys.add(destination.cloud().licenseKeySecretRef());
    }
    return keys.build().filter(Objects::nonNull);
  }

  /** Keys of Secrets that it is used with. */
  public static Stream<SecretKeyRef> secrets(Destination destination) {
    Stream.Builder<SecretKeyRef> keys = Stream.builder();
    FtpDestination ftp = destination.ftp();
    if (ftp != null) {
      keys.add(ftp.caSecretRef());
      if (ftp.clientCertificate() != null) {
        keys.add(ftp.clientCertificate().certificateSecretRef());
        keys.add(ftp.clientCertificate().keySecretRef());
      }
    }
    if (destination.sftp() != null) {
      keys.add(destination.sftp().hostKeySecretRef());
    }
    if (destination.s3() != null) {
      keys.add(destination.s3().caSecretRef());
    }
    if (destination.cloud() != null) {
      keys.add(destination.cloud().caSecretRef());
    }
    return Stream.concat(logins(destination), keys.build().filter(Objects::nonNull));
  }

  /** Keys of ConfigMaps that it is used with. */
  public static Stream<ConfigMapKeyRef> configMaps(Destination destination) {
    return Stream.of(
            destination.ftp() == null ? null : destination.ftp().caConfigMapRef(),
            destination.sftp() == null ? null : destination.sftp().hostKeyConfigMapRef(),
            destination.s3() == null ? null : destination.s3().caConfigMapRef(),
            destination.cloud() == null ? null : destination.cloud().caConfigMapRef())
        .filter(Objects::nonNull);
  }

  /** As the beginning of a location; nothing where it is the operator's setting that says it. */
  private static String service(CloudDestination cloud) {
    return cloud.url() == null
        ? ""
        : cloud.url().replaceFirst("^https?:", "").replaceFirst("/$", "") + "/";
  }

  private static String server(String host, Integer port) {
    String named = host.contains(":") ? "[" + host + "]" : host;
    return port == null ? named : named + ":" + port;
  }

  private static String below(String root, String path) {
    if (path == null || path.isEmpty()) {
      return root;
    }
    return path.startsWith("/") ? root + path : root + "/" + path;
  }

  private static String folder(String path) {
    return path == null || path.isEmpty() ? "" : ", folder \"" + path + "\"";
  }
}
