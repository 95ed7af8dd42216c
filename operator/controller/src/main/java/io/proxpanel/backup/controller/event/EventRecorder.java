package io.proxpanel.backup.controller.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.status.Times;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events about resources. An event that cannot be written is logged and never fails work.
 */
public final class EventRecorder {
  /** Who says it, in {@code kubectl describe}. */
  public static final String COMPONENT = "proxpanel-backup-operator";

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_NAME = 253;

  private final KubernetesClient client;
  private final Clock clock;

  /** The client needs the permission to create events in the namespaces of the resources. */
  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Writes one event about the resource. */
  public void record(HasMetadata about, Note note) {
    try {
      client.v1().events().resource(event(about, note)).create();
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("namespace", about.getMetadata().getNamespace())
          .addKeyValue("name", about.getMetadata().getName())
          .addKeyValue("reason", note.reason())
          .addKeyValue("event", note.message())
          .addKeyValue("cause", ApiErrors.sentence(e))
          .log("Event not written");
    }
  }

  private Event event(HasMetadata about, Note note) {
    Instant now = clock.instant();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(about.getMetadata().getName(), now))
        .withNamespace(about.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .withResourceVersion(about.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .withType(note.warning() ? "Warning" : "Normal")
        .withReason(note.reason().name())
        .withMessage(shortened(note.message()))
        .withFirstTimestamp(Times.text(now))
        .withLastTimestamp(Times.text(now))
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .build();
  }

  /** As client-go names them: the resource and the time in nanoseconds, so that none is lost. */
  private static String name(String resource, Instant now) {
    String time =
        "."
            + Long.toHexString(now.getEpochSecond())
            + Integer.toHexString(now.getNano())
            + Long.toHexString(System.nanoTime() & 0xffff);
    int longest = LONGEST_NAME - time.length();
    return (resource.length() > longest ? resource.substring(0, longest) : resource) + time;
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
