package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visits all routers, and those once more that have failed for a reason which may have passed by
 * the time the others are done. Where all have failed, the run is what is tried again.
 *
 * @param atOnce how many are visited at the same time
 * @param pauses before each further round
 * @param cleanup ends it when the process is told to stop
 */
public record RouterTries(int atOnce, List<Duration> pauses, Cleanup cleanup) {
  private static final Logger LOG = LoggerFactory.getLogger(RouterTries.class);

  /** A further round must not hold up what is good already for longer. */
  private static final Duration ROUND = Duration.ofMinutes(10);

  /** What only a person can mend; and a wrong password that comes again may lock the user out. */
  private static final Set<ErrorCode> FOR_A_PERSON =
      EnumSet.of(
          ErrorCode.RouterLoginRefused,
          ErrorCode.RouterPermissionDenied,
          ErrorCode.RouterCertificateRefused,
          ErrorCode.RouterHostKeyRefused,
          ErrorCode.RouterFull,
          ErrorCode.SecretUnreadable,
          ErrorCode.Internal);

  /** Copies the list. */
  public RouterTries {
    pauses = List.copyOf(pauses);
  }

  /**
   * Visits them.
   *
   * @return what became of the routers in the end, in their order
   * @throws AgentException as {@link RouterVisit#run}
   */
  public List<Visited> of(List<RouterVisit> visits) throws AgentException {
    List<Visited> ends = new ArrayList<>(RouterVisits.run(visits, atOnce, cleanup));
    List<RouterVisit> next = new ArrayList<>(visits);
    for (Duration pause : pauses) {
      List<Integer> again = again(ends);
      if (again.isEmpty()
          || ends.stream().map(Visited::entry).noneMatch(RouterList.Entry::isGood)) {
        return ends;
      }
      LOG.atInfo().addKeyValue("routers", again.size()).log("trying those that failed once more");
      pause(pause);
      again.forEach(i -> next.set(i, next.get(i).after(ends.get(i).entry().failure())));
      List<Optional<Visited>> round =
          RouterVisits.runFor(ROUND, again.stream().map(next::get).toList(), atOnce, cleanup);
      for (int i = 0; i < again.size(); i++) {
        if (round.get(i).isPresent()) {
          ends.set(again.get(i), round.get(i).get());
        }
      }
    }
    return ends;
  }

  private static List<Integer> again(List<Visited> ends) {
    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      Failure failure = ends.get(i).entry().failure();
      if (failure != null && mayPass(failure.code())) {
        again.add(i);
      }
    }
    return again;
  }

  private static boolean mayPass(ErrorCode code) {
    return code.retryable() && !FOR_A_PERSON.contains(code);
  }

  private void pause(Duration time) throws AgentException {
    CountDownLatch stopped = new CountDownLatch(1);
    Cleanup.Entry end = cleanup.add(stopped::countDown);
    try {
      if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
    } finally {
      end.close();
    }
  }
}
