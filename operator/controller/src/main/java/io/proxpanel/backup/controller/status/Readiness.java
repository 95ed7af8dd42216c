package io.proxpanel.backup.controller.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Phase;
import java.util.List;

/**
 * The conditions Ready, Reconciling and Stalled as kstatus reads them, for tools that know no kind
 * of ours: a resource is in progress until it is Ready, and has failed when it is Stalled. They
 * follow from what the rest of status says.
 */
public final class Readiness {
  /** Whether what the spec asks for is done. */
  public static final String READY = Conditions.READY;

  /** There, and true, while something is under way or waited for. */
  public static final String RECONCILING = "Reconciling";

  /** There, and true, when it goes on only after somebody has changed something. */
  public static final String STALLED = "Stalled";

  private Readiness() {}

  /** The conditions of something that runs until it succeeds or fails. */
  public static List<Condition> ofRun(
      Conditions conditions, List<Condition> current, Phase phase, Long generation) {
    Condition run = Conditions.find(current, Conditions.SUCCEEDED).orElse(null);
    if (run == null || phase == null) {
      return current;
    }
    boolean good = phase.isGood();
    boolean failed = phase.isEnd() && !good;
    Verdict verdict = verdict(run, good ? "True" : "False");
    List<Condition> after = conditions.with(current, READY, verdict, generation);
    return marked(conditions, after, verdict, !phase.isEnd(), failed, generation);
  }

  /**
   * The conditions of something that is to stay ready.
   *
   * @param current with Ready
   * @param stalled whether it needs another spec
   */
  public static List<Condition> ofReady(
      Conditions conditions, List<Condition> current, boolean stalled, Long generation) {
    Condition ready = Conditions.find(current, READY).orElseThrow();
    boolean is = "True".equals(ready.getStatus());
    Verdict verdict = verdict(ready, ready.getStatus());
    return marked(conditions, current, verdict, !is && !stalled, !is && stalled, generation);
  }

  private static List<Condition> marked(
      Conditions conditions,
      List<Condition> current,
      Verdict why,
      boolean reconciling,
      boolean stalled,
      Long generation) {
    List<Condition> after = set(conditions, current, RECONCILING, why, reconciling, generation);
    return set(conditions, after, STALLED, why, stalled, generation);
  }

  private static List<Condition> set(
      Conditions conditions,
      List<Condition> current,
      String type,
      Verdict why,
      boolean is,
      Long generation) {
    return is
        ? conditions.with(
            current, type, new Verdict("True", why.reason(), why.message()), generation)
        : current.stream().filter(each -> !type.equals(each.getType())).toList();
  }

  private static Verdict verdict(Condition condition, String truth) {
    return new Verdict(truth, condition.getReason(), condition.getMessage());
  }
}
