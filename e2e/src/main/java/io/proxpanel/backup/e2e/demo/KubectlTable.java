package io.proxpanel.backup.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Resources as {@code kubectl get} prints them, from the table that the API answers kubectl. */
final class KubectlTable {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  private static final String GAP = "   ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final String api;

  /** Of the API at this address. */
  KubectlTable(String api) {
    this.api = api;
  }

  /** Every resource of a kind in a namespace; columns of priority 0. */
  String of(String groupVersion, String namespace, String plural)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(String.join("/", api, "apis", groupVersion, "namespaces", namespace, plural));
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", TABLE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode() + ": " + response.body());
    }
    return format(mapper.readTree(response.body()));
  }

  /** A {@code meta.k8s.io/v1} Table in columns. */
  static String format(JsonNode table) {
    List<Integer> shown = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    JsonNode columns = table.path("columnDefinitions");
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).path("priority").asInt() == 0) {
        shown.add(i);
        lines.get(0).add(columns.get(i).path("name").asText().toUpperCase(Locale.ROOT));
      }
    }
    for (JsonNode row : table.path("rows")) {
      List<String> line = new ArrayList<>();
      shown.forEach(i -> line.add(row.path("cells").path(i).asText("")));
      lines.add(line);
    }
    return align(lines);
  }

  private static String align(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder aligned = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        aligned.append(line.get(i)).append(" ".repeat(width - line.get(i).length())).append(GAP);
      }
      text.append(aligned.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
