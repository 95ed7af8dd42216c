package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.RouterRows.Row;
import io.proxpanel.backup.contract.Router;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundRoutersTest {
  private static final Router SETTINGS =
      new Router(
          null, null, 8728, null, "backup", null, "/p", null, 21, 22, null, null, null, false, null,
          null, null, null);

  @Test
  void everyRowIsARouterWithTheSettings() {
    FoundRouters found =
        find(List.of(), new Row("b", "10.0.0.2", null), new Row("a", "router.example", "8729"));

    assertThat(found.warnings()).isEmpty();
    assertThat(found.routers())
        .containsExactly(
            SETTINGS.of("b", "10.0.0.2", 8728), SETTINGS.of("a", "router.example", 8729));
  }

  @Test
  void rowsThatCannotBeUsedAreNamedUpToFive() {
    Row nameless = new Row("", null, null);

    FoundRouters found =
        find(
            List.of(),
            nameless,
            new Row("a", null, null),
            new Row("b", "two words", null),
            new Row("c", "h", "0"),
            new Row("d", "h", "http"),
            nameless,
            nameless);

    assertThat(found.routers()).isEmpty();
    assertThat(found.warnings())
        .containsExactly(
            "Rows of the query for routers were left out: one without a name, \"a\" without a host,"
                + " \"b\" with the host \"two words\", \"c\" with the port \"0\", \"d\" with the"
                + " port \"http\" and 2 more; correct them in the database.");
  }

  @Test
  void routersOfOneNameAreToldApartInWhicheverOrderTheyCome() {
    Row one = new Row("edge", "10.0.0.1", null);
    Row other = new Row("edge", "10.0.0.2", null);

    assertThat(find(List.of(), one, other).routers())
        .extracting(Router::name)
        .containsExactly("edge (10.0.0.1)", "edge (10.0.0.2)");
    assertThat(find(List.of(), other, one).routers())
        .extracting(Router::name)
        .containsExactly("edge (10.0.0.2)", "edge (10.0.0.1)");
  }

  @Test
  void thoseThatAreListedKeepTheirNamesAndAreNotTakenTwice() {
    List<Router> listed = List.of(SETTINGS.of("edge", "10.0.0.1", null));

    FoundRouters found =
        find(listed, new Row("edge", "10.0.0.1", null), new Row("edge", "10.0.0.2", null));

    assertThat(found.routers()).extracting(Router::name).containsExactly("edge (10.0.0.2)");
    assertThat(found.warnings())
        .anyMatch(warning -> warning.contains("left out: \"edge (10.0.0.1)\";"));
  }

  @Test
  void aNameThatIsTooLongIsCutInTheWarning() {
    FoundRouters found =
        find(List.of(), new Row(String.join("", Collections.nCopies(5000, "x")), "h", null));

    assertThat(found.warnings().get(0)).hasSizeLessThan(300).contains("x…\", whose name is too");
  }

  private static FoundRouters find(List<Router> listed, Row... rows) {
    return FoundRouters.of(List.of(rows), listed, SETTINGS);
  }
}
