package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that the documentation shows, applied as a reader would. */
@ExtendWith(SharedApiServer.class)
class ExamplesIT {
  static List<Path> examples() throws IOException {
    return Examples.files();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aReaderCanApplyIt(Path example, ApiServer server) {
    Program kubectl = server.kubectl();

    Program.Result applied = kubectl.run("apply", "--validate=strict", "-f", example.toString());
    Program.Result again = kubectl.run("apply", "--validate=strict", "-f", example.toString());

    assertThat(applied.errors()).isEmpty();
    assertThat(applied.output()).contains(" created");
    assertThat(again.errors()).isEmpty();
    assertThat(again.output()).doesNotContain(" created");
    kubectl.run("delete", "--wait=false", "-f", example.toString()).orFail();
  }
}
