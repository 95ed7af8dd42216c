package io.proxpanel.backup.controller.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.OperatorRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a cluster and the operator at work in it. */
public abstract class OperatorTestCase {
  /** The cluster. */
  protected FakeCluster cluster;

  private OperatorRuntime operator;

  @BeforeEach
  void startCluster() {
    cluster = FakeCluster.start();
    startOperator();
  }

  @AfterEach
  void stopCluster() {
    stopOperator();
    cluster.close();
  }

  /** Starts the operator, with these settings beside those for tests. */
  protected final void startOperator(String... namesAndValues) {
    startOperator(Clock.systemUTC(), namesAndValues);
  }

  /** The same by another clock. */
  protected final void startOperator(Clock clock, String... namesAndValues) {
    operator =
        OperatorRuntime.start(cluster.operatorClient(), Samples.settings(namesAndValues), clock);
  }

  /** The port of the operator's probes and metrics. */
  protected final int httpPort() {
    return operator.httpPort();
  }

  /** Stops the operator. */
  protected final void stopOperator() {
    if (operator != null) {
      operator.stop();
      operator = null;
    }
  }

  /** Creates what Backups and Restores mount. */
  protected final void createSurroundings() {
    cluster.create(Samples.secret());
    cluster.create(Samples.claim());
  }

  /** Waits, looking often. */
  protected static ConditionFactory eventually() {
    return await().pollInterval(Duration.ofMillis(20));
  }

  /** Waits for the phase. */
  protected final Backup awaitBackup(String name, Phase phase) {
    return eventually()
        .until(
            () -> cluster.backup(name),
            b -> b != null && b.getStatus() != null && b.getStatus().phase == phase);
  }

  /** Waits for the phase. */
  protected final Restore awaitRestore(String name, Phase phase) {
    return eventually()
        .until(
            () -> cluster.restore(name),
            r -> r != null && r.getStatus() != null && r.getStatus().phase == phase);
  }

  /** Waits until the Backup says that. */
  protected final Backup awaitBackupReason(String name, String reason) {
    return eventually()
        .until(
            () -> cluster.backup(name),
            b ->
                b != null
                    && b.getStatus() != null
                    && reason.equals(condition(b.getStatus().conditions).getReason()));
  }

  /** Waits until the Restore says that. */
  protected final Restore awaitRestoreReason(String name, String reason) {
    return eventually()
        .until(
            () -> cluster.restore(name),
            r ->
                r != null
                    && r.getStatus() != null
                    && reason.equals(condition(r.getStatus().conditions).getReason()));
  }

  /** Waits until the agent of that Job was started. */
  protected final void awaitRun(String job) {
    eventually().untilAsserted(() -> assertThat(cluster.jobs().runs()).contains(job));
  }

  /** Waits until the operator has asked that so many times more, as method and path. */
  protected final void awaitRequests(String methodAndPath, int more) {
    int enough = cluster.requests(methodAndPath) + more;
    eventually().until(() -> cluster.requests(methodAndPath) >= enough);
  }

  /** Waits until the Backup is gone. */
  protected final void awaitGone(String backup) {
    eventually().until(() -> cluster.backup(backup) == null);
  }

  /** The only condition. */
  protected static Condition condition(List<Condition> conditions) {
    return conditions.stream()
        .filter(each -> each.getType().equals("Succeeded"))
        .findFirst()
        .orElseThrow();
  }
}
