package io.proxpanel.backup.e2e.cluster;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link TestCluster} that all of one process share, and the {@link Release} in it.
 * A class first installs the release with the values that it needs: the one before may have left
 * others.
 */
public final class SharedCluster implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class || type == Release.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class);
    return parameter.getParameter().getType() == Release.class ? running.release : running.cluster;
  }

  private static final class Running implements AutoCloseable {
    private final TestCluster cluster =
        TestCluster.open(Path.of(".."), "test-" + ProcessHandle.current().pid());
    private final Release release = new Release(cluster);

    Running() {
      try {
        release.install(Map.of());
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }

    @Override
    public void close() {
      release.uninstall();
      cluster.close();
    }
  }
}
