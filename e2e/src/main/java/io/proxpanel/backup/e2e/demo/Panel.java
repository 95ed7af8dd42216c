package io.proxpanel.backup.e2e.demo;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A panel's database and the cluster that its Backups live in. */
interface Panel extends AutoCloseable {
  /** What is real and what is not. */
  void introduce(Screen screen);

  /** Starts the database, and fills it. */
  void start(Screen screen, int subscribers, int months) throws Exception;

  /** Starts an FTP server with TLS, and creates the Secrets for it. */
  void startFtpServer(Screen screen) throws Exception;

  /** The destination at the FTP server, as YAML of a list that is not indented. */
  String ftpDestination();

  /** SHA-256 of the file of that name at the FTP server, hexadecimal; empty where there is none. */
  Optional<String> sha256AtFtpServer(String name) throws Exception;

  /** Starts the operator. */
  void startOperator(Screen screen) throws Exception;

  /** What the database holds. */
  Checksums checksums();

  /** Runs SQL in it as its owner. */
  String psql(String sql);

  /** One of the README's examples as it is applied here. */
  String yaml(String example) throws IOException;

  /** Applies YAML. */
  void apply(String yaml);

  /** A Backup. */
  Backup backup(String name);

  /** A Restore. */
  Restore restore(String name);

  /** What {@code kubectl get} prints. */
  String get(String plural) throws Exception;

  /** What has happened to a resource: type, reason, message. */
  String events(String kind, String name);

  /** A file of the claim {@code backups}, where this machine can reach it. */
  Optional<Path> file(String name);

  /** How a person goes on while everything is up. */
  void tellHowToGoOn(Screen screen, Path results) throws IOException;

  /** Stops what was started. May be called again. */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
