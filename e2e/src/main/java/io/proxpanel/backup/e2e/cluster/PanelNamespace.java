package io.proxpanel.backup.e2e.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace of the level {@code restricted} with a panel's PostgreSQL behind the Service {@code
 * db}, which has a certificate for that name.
 */
public final class PanelNamespace implements AutoCloseable {
  /** The panel's password, as {@code secret.yaml} of the examples has it. */
  public static final String PASSWORD = "the-password-of-the-panel-s-database";

  private static final String DATABASE = "proxpanel";
  private static final String SUPERUSER_PASSWORD = "superuser-of-the-test-server";
  private static final String READY = "--timeout=180s";

  private final TestCluster cluster;
  private final String name;

  private PanelNamespace(TestCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  /**
   * Makes it and waits for the server; the database is empty.
   *
   * @param name of the namespace
   */
  public static PanelNamespace create(TestCluster cluster, String name) {
    PanelNamespace panel = new PanelNamespace(cluster, name);
    cluster.createNamespace(name);
    panel.apply(panel.certificate());
    panel.apply(panel.secret("db-superuser", Map.of("password", SUPERUSER_PASSWORD)));
    panel.apply(resource("/panel/postgres.yaml"));
    panel.kubectl("rollout", "status", "statefulset/db", READY).orFail();
    panel.superuser(
        "postgres",
        "CREATE ROLE %1$s LOGIN PASSWORD '%2$s'; CREATE DATABASE %1$s OWNER %1$s"
            .formatted(DATABASE, PASSWORD));
    return panel;
  }

  /** Name of the namespace. */
  public String name() {
    return name;
  }

  /** Fills the database; see {@link IspDatabase#load}. */
  public void load(int subscribers, int months) {
    psql(
        IspDatabase.script("load.sql"),
        "-v",
        "subscribers=" + subscribers,
        "-v",
        "months=" + months);
  }

  /** What the database holds. */
  public Checksums checksums() {
    return Checksums.parse(psql(IspDatabase.script("checksums.sql")));
  }

  /** Runs SQL as the owner of the database; unaligned, without the last newline. */
  public String psql(String sql, String... options) {
    List<String> arguments = new ArrayList<>(List.of("-c role=" + DATABASE, DATABASE));
    arguments.addAll(Arrays.asList(options));
    return exec(sql, arguments);
  }

  /** Runs SQL as the superuser. */
  public String superuser(String database, String sql) {
    return exec(sql, List.of("", database));
  }

  /** Whether SQL can be run. */
  public boolean answers() {
    return run("SELECT 1", List.of("", "postgres")).output().strip().equals("1");
  }

  private String exec(String sql, List<String> arguments) {
    return run(sql, arguments).orFail().stripTrailing();
  }

  /** Neither the SQL nor a password is in the arguments, which the audit log keeps. */
  private Program.Result run(String sql, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "exec",
                "-i",
                "db-0",
                "--",
                "sh",
                "-c",
                "options=$1; shift; PGOPTIONS=$options PGPASSWORD=$(cat /superuser/password)"
                    + " exec psql -X -A -t -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -d \"$@\"",
                "psql"));
    command.addAll(arguments);
    return kubectlWith(sql, command.toArray(String[]::new));
  }

  /** Runs kubectl in the namespace. */
  public Program.Result kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /** Runs kubectl in the namespace with the text on its standard input. */
  public Program.Result kubectlWith(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--namespace", name));
    all.addAll(Arrays.asList(arguments));
    return cluster.kubectl().runWith(input, all.toArray(String[]::new));
  }

  /** Applies YAML with kubectl, as a person does. */
  public void apply(String yaml) {
    kubectlWith(yaml, "apply", "-f", "-").orFail();
  }

  /** Applies one of the files that the documentation shows. */
  public void applyExample(String file) {
    apply(example(file));
  }

  /** One of the files that the documentation shows. */
  public String example(String file) {
    try {
      return Files.readString(
          cluster.checkout().resolve("e2e/src/test/resources/examples").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies {@code backup.yaml} of the examples under another name. */
  public void applyBackup(String backup) {
    apply(example("backup.yaml").replace("name: before-upgrade", "name: " + backup));
  }

  /** Applies {@code restore.yaml} of the examples under another name, of another Backup. */
  public void applyRestore(String restore, String backup) {
    apply(
        example("restore.yaml")
            .replace("name: undo-upgrade", "name: " + restore)
            .replace("name: before-upgrade", "name: " + backup));
  }

  /** A Backup, or null. */
  public Backup backup(String backup) {
    return cluster.client().resources(Backup.class).inNamespace(name).withName(backup).get();
  }

  /** All Backups. */
  public List<Backup> backups() {
    return cluster.client().resources(Backup.class).inNamespace(name).list().getItems();
  }

  /** A BackupSchedule, or null. */
  public BackupSchedule schedule(String schedule) {
    return cluster
        .client()
        .resources(BackupSchedule.class)
        .inNamespace(name)
        .withName(schedule)
        .get();
  }

  /** A Restore, or null. */
  public Restore restore(String restore) {
    return cluster.client().resources(Restore.class).inNamespace(name).withName(restore).get();
  }

  /** Waits as a person does: {@code kubectl wait} for the condition Succeeded. */
  public void awaitSucceeded(String resource) {
    kubectl("wait", "--for=condition=Succeeded", resource, "--timeout=240s").orFail();
  }

  /** The folder of this machine that is the volume of the claim {@code backups}. */
  public Path volume() {
    return cluster.volume(name, "backups");
  }

  /** Names of the files on the volume of the claim {@code backups}, hidden ones included. */
  public List<String> files() {
    try (Stream<Path> files = Files.list(volume())) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it and waits until it is gone. */
  @Override
  public void close() {
    cluster.deleteNamespace(name);
  }

  /** Makes a Secret. */
  void createSecret(String secretName, Map<String, String> data) {
    apply(secret(secretName, data));
  }

  private void apply(Secret secret) {
    cluster.client().resource(secret).inNamespace(name).create();
  }

  private Secret secret(String secretName, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretName)
        .endMetadata()
        .withStringData(data)
        .build();
  }

  /** Signed by itself, so it is its own CA. */
  private Secret certificate() {
    return secret("db-tls", certificate("db"));
  }

  /**
   * A certificate that is its own CA, as {@code tls.crt}, and its key, as {@code tls.key}.
   *
   * @param hosts names of Services of the namespace
   */
  Map<String, String> certificate(String... hosts) {
    String names =
        Stream.of(hosts)
            .flatMap(host -> Stream.of("DNS:" + host, "DNS:" + host + "." + name + ".svc"))
            .collect(Collectors.joining(","));
    try {
      Path folder = Files.createTempDirectory("tls-");
      Path key = folder.resolve("tls.key");
      Path certificate = folder.resolve("tls.crt");
      Command.in(cluster.checkout())
          .run(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "ec",
              "-pkeyopt",
              "ec_paramgen_curve:P-256",
              "-noenc",
              "-days",
              "3650",
              "-subj",
              "/CN=" + hosts[0],
              "-addext",
              "subjectAltName=" + names,
              "-keyout",
              key.toString(),
              "-out",
              certificate.toString());
      Map<String, String> data =
          Map.of("tls.key", Files.readString(key), "tls.crt", Files.readString(certificate));
      Files.delete(key);
      Files.delete(certificate);
      Files.delete(folder);
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file of the classpath. */
  static String resource(String path) {
    try (InputStream in = PanelNamespace.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
