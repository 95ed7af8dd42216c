package io.proxpanel.backup.controller.job;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.proxpanel.backup.api.v1.BackupApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Labels and annotations by which Jobs and their pods are found again. */
public final class JobLabels {
  /** Kind of the resource that the Job works for. */
  public static final String KIND = BackupApi.GROUP + "/kind";

  /** UID of the resource that the Job works for. */
  public static final String UID = BackupApi.GROUP + "/uid";

  /** What the Job does. */
  public static final String VERB = BackupApi.GROUP + "/verb";

  /** Number of the attempt, from 1. */
  public static final String ATTEMPT = BackupApi.GROUP + "/attempt";

  /** Name of the Job, on its pods. */
  public static final String JOB = BackupApi.GROUP + "/job";

  /** Annotation: name of the resource, which may be longer than a label. */
  public static final String RESOURCE = BackupApi.GROUP + "/resource";

  private JobLabels() {}

  static Map<String, String> labels(Owner owner, Verb verb, int attempt, String job) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", "proxpanel-backup-agent");
    labels.put("app.kubernetes.io/component", verb.word());
    labels.put("app.kubernetes.io/managed-by", "proxpanel-backup-operator");
    labels.put(KIND, owner.kind());
    labels.put(UID, owner.uid());
    labels.put(VERB, verb.word());
    labels.put(ATTEMPT, Integer.toString(attempt));
    labels.put(JOB, job);
    return labels;
  }

  /** Whether the Job or pod works for the resource of that UID. */
  public static boolean isFor(HasMetadata object, String uid) {
    return uid.equals(label(object, UID));
  }

  /** Whether the Job or pod does that. */
  public static boolean does(HasMetadata object, Verb verb) {
    return verb.word().equals(label(object, VERB));
  }

  /** The number of the attempt, or 0 when the label is not a number. */
  public static int attempt(HasMetadata object) {
    String text = label(object, ATTEMPT);
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** Name of the Job that a pod belongs to, or empty. */
  public static String job(HasMetadata pod) {
    return label(pod, JOB);
  }

  /** Name of the resource that the Job or pod works for. */
  public static Optional<String> resource(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).map(a -> a.get(RESOURCE));
  }

  private static String label(HasMetadata object, String name) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(name))
        .orElse("");
  }
}
