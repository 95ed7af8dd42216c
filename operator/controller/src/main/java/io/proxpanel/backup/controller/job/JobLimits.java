package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.JobTemplate;
import io.proxpanel.backup.controller.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/** How often and how long Jobs may run; a template is what a resource says of it, or null. */
public final class JobLimits {
  /** As the schema's default; for resources without a template, or that came past it. */
  private static final int DEFAULT_RETRIES = 2;

  private JobLimits() {}

  /** How many attempts there can be at most. */
  public static int attempts(JobTemplate template) {
    return 1 + Optional.ofNullable(template).map(JobTemplate::backoffLimit).orElse(DEFAULT_RETRIES);
  }

  /** After how long an attempt is ended. */
  public static Duration deadline(JobTemplate template, Settings.Agent settings) {
    return Optional.ofNullable(template)
        .map(JobTemplate::activeDeadlineSeconds)
        .map(Duration::ofSeconds)
        .orElse(settings.deadline());
  }
}
