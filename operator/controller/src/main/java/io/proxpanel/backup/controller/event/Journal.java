package io.proxpanel.backup.controller.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells a transition once: as an event of the resource and as one line in the log. */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final EventRecorder events;

  /** The recorder writes the events. */
  public Journal(EventRecorder events) {
    this.events = events;
  }

  /** Tells it. */
  public void tell(HasMetadata about, Note note) {
    log(about, note.warning() ? LOG.atWarn() : LOG.atInfo(), note.reason().name(), note.message());
    events.record(about, note);
  }

  /** Tells it in the log alone: what is too small for an event, or cannot be written as one. */
  public void log(HasMetadata about, String reason, String message) {
    log(about, LOG.atInfo(), reason, message);
  }

  private static void log(
      HasMetadata about, LoggingEventBuilder line, String reason, String message) {
    line.addKeyValue("kind", about.getKind())
        .addKeyValue("namespace", about.getMetadata().getNamespace())
        .addKeyValue("name", about.getMetadata().getName())
        .addKeyValue("reason", reason)
        .log(message);
  }
}
