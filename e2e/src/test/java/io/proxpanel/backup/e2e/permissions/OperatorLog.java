package io.proxpanel.backup.e2e.permissions;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The warnings and errors of all operators in this process, kept instead of printed. */
final class OperatorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger operators =
      (Logger) LoggerFactory.getLogger("io.proxpanel.backup.controller");

  /** What libraries say of the same, with a stack trace each time. */
  private final List<Logger> libraries =
      Stream.of("io.javaoperatorsdk", "io.fabric8")
          .map(name -> (Logger) LoggerFactory.getLogger(name))
          .toList();

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** Listens until it is closed. */
  static OperatorLog open() {
    OperatorLog log = new OperatorLog();
    log.start();
    log.operators.addAppender(log);
    log.operators.setAdditive(false);
    log.libraries.forEach(library -> library.setLevel(Level.OFF));
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      lines.add(
          event.getLevel() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs());
    }
  }

  /** The lines so far that contain the text. */
  List<String> lines(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    libraries.forEach(library -> library.setLevel(null));
    operators.setAdditive(true);
    operators.detachAppender(this);
    stop();
  }
}
