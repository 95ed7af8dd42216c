package io.proxpanel.backup.controller;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.health.OperatorHealth;
import io.proxpanel.backup.controller.settings.Settings.LeaderElection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which replica works: the holder of a Lease. */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final String GROUP = "coordination.k8s.io";
  private static final String RESOURCE = "leases";

  /** Those that the framework uses, and {@code update} to give the Lease back. */
  private static final List<String> VERBS = List.of("create", "get", "update", "patch");

  private final KubernetesClient client;
  private final LeaderElection settings;
  private final OperatorHealth health;
  private final Runnable lostLease;
  private final String identity;
  private volatile boolean stopping;

  Leadership(
      KubernetesClient client, LeaderElection settings, OperatorHealth health, Runnable lostLease) {
    this.client = client;
    this.settings = settings;
    this.health = health;
    this.lostLease = lostLease;
    // The pod's name helps people; the rest keeps a restarted container from being its own rival.
    this.identity =
        Objects.requireNonNullElse(System.getenv("HOSTNAME"), "operator")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
  }

  Optional<LeaderElectionConfiguration> configuration() {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    return Optional.of(
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.leaseName())
            .withLeaseNamespace(namespace())
            .withIdentity(identity)
            .withLeaseDuration(settings.leaseDuration())
            .withRenewDeadline(settings.renewDeadline())
            .withRetryPeriod(settings.retryPeriod())
            .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, leader -> {}))
            // The framework would end the process by itself, also when it is told to stop.
            .withExitOnStopLeading(false)
            .build());
  }

  /**
   * Asks whether the Lease may be written: who may not would stand by for ever and say nothing.
   *
   * @throws IllegalStateException with a sentence for each permission that is missing
   */
  void demandPermissions() {
    if (!settings.enabled()) {
      return;
    }
    List<String> missing =
        VERBS.stream()
            .filter(verb -> !may(verb))
            .map(verb -> ApiErrors.missingPermission(verb, RESOURCE + "." + GROUP, namespace()))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(String.join(" ", missing));
    }
  }

  private boolean may(String verb) {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(GROUP)
            .withResource(RESOURCE)
            // The name of what is to be created is not part of the question.
            .withName(verb.equals("create") ? null : settings.leaseName())
            .withNamespace(namespace())
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client.resource(review).create().getStatus().getAllowed();
  }

  private String namespace() {
    return Optional.ofNullable(settings.leaseNamespace()).orElseGet(client::getNamespace);
  }

  private void won() {
    health.leading();
    LOG.atInfo().addKeyValue("identity", identity).log("This replica leads");
  }

  private void lost() {
    if (!stopping) {
      health.stopped();
      LOG.atWarn().addKeyValue("identity", identity).log("The Lease is lost; this replica stops");
      lostLease.run();
    }
  }

  /** From now on losing the Lease is meant. */
  void stopping() {
    stopping = true;
  }

  /** Gives the Lease back, so that the next replica need not wait for it to run out. */
  void release() {
    if (!settings.enabled()) {
      return;
    }
    try {
      var lease = client.leases().inNamespace(namespace()).withName(settings.leaseName());
      Lease held = lease.get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        client.leases().resource(held).update();
      }
    } catch (KubernetesClientException e) {
      LOG.atInfo().addKeyValue("cause", ApiErrors.sentence(e)).log("The Lease was not given back");
    }
  }
}
