package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.contract.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikePlacesTest {
  @Test
  void oneFolderUnderTwoNamesIsOnePlace() throws Exception {
    List<Destination> destinations =
        List.of(
            of("a", "'local': {'claimName': 'backups', 'path': 'isp'}"),
            of("b", "'local': {'claimName': 'other', 'path': 'isp'}"),
            of("c", "'local': {'claimName': 'backups', 'path': 'isp/'}"));

    assertThat(AlikePlaces.among(destinations))
        .contains(
            "the destinations \"a\" and \"c\" are the same place (the claim \"backups\", folder"
                + " \"isp/\"): one copy would count as two, so leave one of them out");
    assertThat(AlikePlaces.before(destinations.get(0), destinations)).isEmpty();
    assertThat(AlikePlaces.before(destinations.get(1), destinations)).isEmpty();
    assertThat(AlikePlaces.among(destinations.subList(0, 2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "'ftp': {'host': 'h', 'path': '/x', 'username': 'u'}"
            + " | 'ftp': {'host': 'h', 'path': '/y', 'username': 'u'}",
        "'ftp': {'host': 'h', 'path': '/x', 'username': 'u'}"
            + " | 'ftp': {'host': 'h', 'path': '/x', 'username': 'v'}",
        "'ftp': {'host': 'h', 'path': '/x', 'username': 'u'}"
            + " | 'sftp': {'host': 'h', 'path': '/x', 'username': 'u'}",
        "'sftp': {'host': 'h', 'username': 'u'} | 'sftp': {'host': 'h', 'username': 'v'}",
        "'sftp': {'host': 'h', 'port': 22, 'username': 'u'}"
            + " | 'sftp': {'host': 'h', 'port': 23, 'username': 'u'}",
        "'s3': {'bucket': 'b', 'endpoint': 'https://one'}"
            + " | 's3': {'bucket': 'b', 'endpoint': 'https://two'}",
        "'cloud': {'licenseKeySecretRef': {'name': 'a', 'key': 'k'}}"
            + " | 'cloud': {'licenseKeySecretRef': {'name': 'b', 'key': 'k'}}",
      })
  void whatDiffersIsTwoPlacesAndWhatDoesNotIsOne(String one, String other) throws Exception {
    assertThat(AlikePlaces.among(List.of(of("a", one), of("b", other)))).isEmpty();
    assertThat(AlikePlaces.among(List.of(of("a", one), of("b", one)))).isPresent();
    assertThat(AlikePlaces.among(List.of(of("a", other), of("b", other)))).isPresent();
  }

  private static Destination of(String name, String rest) throws Exception {
    String json = "{'name': '%s', %s}".formatted(name, rest).replace('\'', '"');
    return Json.read(json, Destination.class);
  }
}
