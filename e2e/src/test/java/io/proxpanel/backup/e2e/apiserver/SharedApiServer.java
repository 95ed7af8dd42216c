package io.proxpanel.backup.e2e.apiserver;

import io.proxpanel.backup.e2e.embedded.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link ApiServer} that all of one process share, with our definitions installed.
 * It starts when the first test asks for it.
 */
public final class SharedApiServer implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedApiServer.class);

  /** The definitions, from the folder that Maven runs the tests of this module in. */
  private static final Path CRDS = Path.of("..", "crds");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class)
        .server;
  }

  private static final class Running implements AutoCloseable {
    private final Path folder;
    private final ApiServer server;

    Running() {
      try {
        folder = Files.createTempDirectory("api-server-");
        server = ApiServer.start(KubernetesPrograms.find(), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      install();
    }

    /** Installs the definitions; a server that does not take them is stopped again. */
    private void install() {
      Program kubectl = server.kubectl();
      try {
        kubectl.run("apply", "--kustomize", CRDS.toString()).orFail();
        kubectl
            .run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all")
            .orFail();
      } catch (IllegalStateException e) {
        server.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      FolderTree.delete(folder);
    }
  }
}
