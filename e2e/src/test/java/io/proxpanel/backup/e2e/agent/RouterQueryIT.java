package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import io.proxpanel.backup.e2e.router.RouterEmulator;
import io.proxpanel.backup.e2e.router.RouterModel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers that a panel's database knows, and those that a person's query finds. */
class RouterQueryIT {
  private static final String LIST = RoutersJob.LIST;

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;

  @TempDir Path temp;
  private RoutersJob routers;
  private RouterEmulator edge;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(PostgresInstallation.newest(), serverFolder);
    database = IspDatabase.create(server, "right");
    database.load(1, 1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    routers = new RoutersJob(temp);
    edge = routers.emulator(RouterModel.six());
  }

  @AfterEach
  void close() throws Exception {
    routers.close();
  }

  @Test
  void takesTheMikrotiksOfThePanel() {
    database.psql(
        "UPDATE nas SET type = 'cisco'; INSERT INTO nas (nasname, shortname, type, secret, api_port) VALUES"
            + " ('127.0.0.1', 'edge', 'mikrotik', 'x', "
            + edge.apiPort()
            + "), ('127.0.0.2', 'cisco', 'cisco', 'x', 1)");
    Checksums before = database.checksums();

    RouterList list = ask(null).succeeds(LIST);

    assertThat(list.routers())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.name()).isEqualTo("edge");
              assertThat(entry.address()).isEqualTo("127.0.0.1");
              assertThat(entry.isGood()).isTrue();
            });
    assertThat(database.checksums().differences(before)).isEmpty();
  }

  @Test
  void takesWhatAQueryFindsAndSaysWhatItCannotTake() {
    routers.router("listed", edge);
    TaskResult result =
        ask("SELECT * FROM (VALUES ('edge', '127.0.0.1', "
                + edge.apiPort()
                + "), ('edge', 'localhost', "
                + edge.apiPort()
                + "), ('edge', 'localhost', 1), (NULL, '10.0.0.1', 1), ('x', ' ', 1),"
                + " ('y', '10.0.0.1', 70000), (E'a\\n#document b', '10.0.0.2', 1),"
                + " ('listed', '127.0.0.1', 1)) r (name, host, port)")
            .run(LIST);

    assertThat(result.failure()).isNull();
    assertThat(routers.document(result).routers())
        .extracting(RouterList.Entry::name, RouterList.Entry::isGood)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("listed", true),
            org.assertj.core.groups.Tuple.tuple("edge (127.0.0.1)", true),
            org.assertj.core.groups.Tuple.tuple("edge (localhost)", true));
    assertThat(result.warnings())
        .containsExactly(
            "Rows of the query for routers were left out: one without a name (host \"10.0.0.1\"),"
                + " \"x\" without a host, \"y\" with the port \"70000\", \"a\\n#document b\", whose"
                + " name is too long or has a control character; correct them in the database.",
            "Routers that the query finds have a name that another has too, and are called after"
                + " their hosts as well: \"edge (127.0.0.1)\", \"edge (localhost)\"; give each a"
                + " name of its own.",
            "Routers that the query finds are there already with the same name and host, and were"
                + " left out: \"edge (localhost)\", \"listed (127.0.0.1)\"; give each router one"
                + " row.");
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    assertThat(refusal("SELECT 'a' AS name"))
        .isEqualTo(
            fails("it returns no column host")
                + "; correct it to a SELECT of the columns name, host and, where it has one, port.");
    assertThat(refusal("SELECT 'a' AS host")).startsWith(fails("it returns no column name;"));
    assertThat(refusal("SELECT nothing")).startsWith(fails("column \"nothing\" does not exist;"));
    assertThat(refusal("DELETE FROM nas")).startsWith(fails("it is not one SELECT ("));
    assertThat(refusal("SELECT shortname AS name, 'x' AS host FROM nas WHERE false"))
        .isEqualTo(
            "The query for routers finds none in the database \"proxpanel\" at "
                + place()
                + ": look what it returns there, and whether the panel has routers of the type"
                + " mikrotik.");
    assertThat(routers.job().files()).isEmpty();
  }

  @Test
  void saysThatADatabaseHasNoSuchTable() {
    server.createDatabase("empty", "proxpanel");
    IspDatabase empty = new IspDatabase(server, "empty", "proxpanel", "right");
    TaskResult result = routers.asking(query(empty, null)).run(LIST);

    assertThat(result.failure())
        .isEqualTo(
            new Failure(
                ErrorCode.RouterQueryFailed,
                "The database \"empty\" at "
                    + place()
                    + " has no table nas in which the routers of a panel could be looked up: check"
                    + " the database, or give a query with the columns name, host and, where it has"
                    + " one, port."));

    empty.psql("CREATE TABLE nas (nasname varchar(128), shortname varchar(32), type varchar(30))");
    empty.psql("INSERT INTO nas VALUES ('localhost', 'radius', 'Mikrotik')");
    RouterList list = routers.asking(query(empty, null)).document(routers.run(LIST));
    assertThat(list.routers().get(0).name()).isEqualTo("radius");
    assertThat(list.routers().get(0).address()).isEqualTo("localhost");
  }

  private RoutersJob ask(String sql) {
    return routers.asking(query(database, sql));
  }

  private Task.RouterQuery query(IspDatabase where, String sql) {
    return new Task.RouterQuery(
        routers.job().address(where), sql, routers.settings(edge.ftpPort(), edge.sshPort()));
  }

  private String refusal(String sql) {
    TaskResult result = ask(sql).run(LIST);
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().code()).isEqualTo(ErrorCode.RouterQueryFailed);
    return result.failure().message();
  }

  private static String fails(String why) {
    return "The query for routers fails in the database \"proxpanel\" at " + place() + ": " + why;
  }

  private static String place() {
    return server.host() + ":" + server.port();
  }
}
