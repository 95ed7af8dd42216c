package io.proxpanel.backup.e2e.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.e2e.apiserver.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as {@code helm template} writes it, without a cluster. */
public final class Chart {
  /** The folder of the project. */
  static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** Its own folder. */
  static final Path FOLDER = CHECKOUT.resolve("helm/proxpanel-backup");

  /** The name that the documentation gives to release and namespace. */
  static final String NAME = "proxpanel-backup";

  private static final KubernetesSerialization SERIALIZATION = Clients.serialization();

  private Chart() {}

  /** The command, with nothing set. */
  public static TemplateCommand template() {
    return new Helm(FOLDER).template().withName(NAME).withNamespace(NAME).withKubeVersion("1.34.2");
  }

  /** With these values beside the defaults. */
  static String render(Map<String, ?> values) {
    TemplateCommand command = template();
    values.forEach(command::set);
    return command.call();
  }

  /** With the values of this file beside the defaults. */
  static String render(Path values) {
    return template().withValuesFile(values).call();
  }

  /** The documents of a YAML stream that are objects. */
  static List<String> documents(String yaml) {
    return Stream.of(yaml.split("(?m)^---$"))
        .filter(text -> text.contains("kind:"))
        .map(text -> text.strip() + "\n")
        .toList();
  }

  /** The objects of a YAML stream. */
  public static List<HasMetadata> objects(String yaml) {
    return documents(yaml).stream().map(Chart::object).toList();
  }

  /** Every value of a file by its path, those that hold others too, in their order. */
  static Map<String, Object> values(Path file) throws IOException {
    Map<String, Object> found = new LinkedHashMap<>();
    collect("", SERIALIZATION.unmarshal(Files.readString(file), Map.class), found);
    return found;
  }

  private static void collect(String path, Map<?, ?> values, Map<String, Object> found) {
    values.forEach(
        (name, value) -> {
          found.put(path + name, value);
          if (value instanceof Map<?, ?> inner) {
            collect(path + name + ".", inner, found);
          }
        });
  }

  private static HasMetadata object(String text) {
    return SERIALIZATION.unmarshal(text);
  }
}
