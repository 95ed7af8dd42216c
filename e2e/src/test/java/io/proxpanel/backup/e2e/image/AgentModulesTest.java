package io.proxpanel.backup.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The image's Java has a part of the JDK only: a library that needs another one runs everywhere
 * else and fails there, when it is first used.
 */
class AgentModulesTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Pattern MODULES = Pattern.compile("(?m)^ARG JAVA_MODULES=(.*)$");

  /** Named by classes of libraries that the agent does not use. */
  private static final Set<String> UNUSED =
      // Jackson's support of java.beans, which it does without; GSS login of MINA's server.
      Set.of("java.desktop", "java.security.jgss");

  @Test
  void theImageHasEveryModuleThatTheAgentNeeds() throws Exception {
    Set<String> needed = needed(CHECKOUT.resolve("operator/agent/target/backup-agent.jar"));
    assertThat(needed).contains("java.base", "java.rmi").containsAll(UNUSED);
    needed.removeAll(UNUSED);

    String dockerfile = Files.readString(CHECKOUT.resolve("images/agent/Dockerfile"));
    Matcher modules = MODULES.matcher(dockerfile);
    assertThat(modules.find()).isTrue();
    assertThat(modules.group(1).split(",")).containsAll(needed);
  }

  private static Set<String> needed(Path jar) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(() -> new IllegalStateException("no jdeps here: run the tests on a JDK"))
            .run(
                writer,
                writer,
                "--multi-release",
                "17",
                "--ignore-missing-deps",
                "--print-module-deps",
                jar.toString());
    assertThat(status).as(out.toString()).isZero();
    return new TreeSet<>(Arrays.asList(out.toString().strip().split(",")));
  }
}
