package io.proxpanel.backup.e2e.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link TestCluster} that all of one process share, and the {@link Release} in it.
 * A class first installs the release with the values that it needs: nothing is installed before, or
 * the class before has left other values.
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
    Running running = running(context);
    return parameter.getParameter().getType() == Release.class ? running.release : running.cluster;
  }

  /** Makes the cluster, where the process has none yet. */
  static void make(ExtensionContext context) {
    running(context);
  }

  private static Running running(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  /** Ends with the session, and when the process is interrupted, of which JUnit hears nothing. */
  static final class Running implements AutoCloseable {
    private TestCluster cluster;
    private Release release;

    static Running start() {
      Running running = new Running();
      Runtime.getRuntime().addShutdownHook(new Thread(running::end, "cluster-end"));
      running.open();
      return running;
    }

    private synchronized void open() {
      cluster = TestCluster.open(Path.of(".."), "test-" + ProcessHandle.current().pid());
      release = new Release(cluster);
    }

    @Override
    public void close() {
      if (!cluster.isTemporary()) {
        release.uninstall();
      }
      end();
    }

    private synchronized void end() {
      if (cluster != null) {
        cluster.close();
        cluster = null;
      }
    }
  }
}
