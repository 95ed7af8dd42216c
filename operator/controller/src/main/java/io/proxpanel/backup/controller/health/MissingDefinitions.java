package io.proxpanel.backup.controller.health;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.proxpanel.backup.controller.cluster.Endings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a watch stands still because its definition was deleted, and when it works again. The
 * watch itself goes on by itself: the client asks for it again and again.
 */
public final class MissingDefinitions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MissingDefinitions.class);
  private static final long PAUSE_SECONDS = 5;

  private final Endings endings;
  private final List<Class<? extends HasMetadata>> kinds;
  private final BooleanSupplier watching;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "definitions");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Set<String> missing = Set.of();
  private volatile Future<?> passes = CompletableFuture.completedFuture(null);

  /**
   * Looks from now on.
   *
   * @param kinds whose definitions there have to be
   * @param watching whether all watches work: then nothing is asked of the API server
   */
  public static MissingDefinitions look(
      Endings endings, List<Class<? extends HasMetadata>> kinds, BooleanSupplier watching) {
    MissingDefinitions definitions = new MissingDefinitions(endings, kinds, watching);
    definitions.passes =
        definitions.looking.scheduleWithFixedDelay(
            definitions::pass, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    return definitions;
  }

  MissingDefinitions(
      Endings endings, List<Class<? extends HasMetadata>> kinds, BooleanSupplier watching) {
    this.endings = endings;
    this.kinds = List.copyOf(kinds);
    this.watching = watching;
  }

  /** The sentence about those that are missing; empty where all are there. */
  public String sentence() {
    return missing.isEmpty() ? "" : sentence(missing);
  }

  /** Looks once. */
  void pass() {
    try {
      Set<String> now = watching.getAsBoolean() ? Set.of() : gone();
      if (!now.equals(missing)) {
        tell(now);
        missing = now;
      }
    } catch (RuntimeException e) {
      // Whether the API server answers is said by the watches.
      LOG.atDebug().setCause(e).log("Definitions cannot be looked at");
    }
  }

  private Set<String> gone() {
    Set<String> gone = new TreeSet<>();
    for (Class<? extends HasMetadata> kind : kinds) {
      if (endings.definition(kind) == Endings.Definition.GONE) {
        gone.add(HasMetadata.getFullResourceName(kind));
      }
    }
    return gone;
  }

  private void tell(Set<String> now) {
    if (!now.isEmpty()) {
      LOG.atError().log(sentence(now));
    }
    List<String> back = new ArrayList<>(missing);
    back.removeAll(now);
    if (!back.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("definitions", String.join(", ", back))
          .log("The definitions are back; the operator looks after their resources again");
    }
  }

  /** The sentence about these. */
  public static String sentence(Set<String> names) {
    return ("The definition%s %s %s missing: nothing of that kind is looked after. Install what is"
            + " missing (kubectl apply -k crds, or helm upgrade); the operator goes on by itself"
            + " then.")
        .formatted(
            names.size() == 1 ? "" : "s",
            String.join(", ", names),
            names.size() == 1 ? "is" : "are");
  }

  @Override
  public void close() {
    passes.cancel(true);
    looking.shutdownNow();
  }
}
