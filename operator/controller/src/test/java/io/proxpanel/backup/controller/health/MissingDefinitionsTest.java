package io.proxpanel.backup.controller.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.Endings;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MissingDefinitionsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(MissingDefinitions.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.setLevel(null);
    logger.setAdditive(true);
    logger.detachAppender(log);
  }

  private List<String> lines() {
    return log.list.stream()
        .map(each -> each.getLevel() + " " + each.getFormattedMessage())
        .toList();
  }

  @Test
  void areNamedOnceAndSoIsTheirReturn() {
    AtomicBoolean watching = new AtomicBoolean(true);
    try (FakeCluster cluster = FakeCluster.start();
        MissingDefinitions definitions =
            new MissingDefinitions(
                // It has no definitions.
                new Endings(cluster.client(), Samples.settings().guards()),
                List.of(Restore.class, Backup.class),
                watching::get)) {
      definitions.pass();
      assertThat(definitions.sentence()).isEmpty();

      watching.set(false);
      definitions.pass();
      definitions.pass();
      String sentence =
          "The definitions backups.backup.proxpanel.io, restores.backup.proxpanel.io are missing:"
              + " nothing of that kind is looked after. Install what is missing (kubectl apply -k"
              + " crds, or helm upgrade); the operator goes on by itself then.";
      assertThat(definitions.sentence()).isEqualTo(sentence);

      watching.set(true);
      definitions.pass();
      assertThat(definitions.sentence()).isEmpty();
      assertThat(lines())
          .containsExactly(
              "ERROR " + sentence,
              "INFO The definitions are back; the operator looks after their resources again");
    }
  }
}
