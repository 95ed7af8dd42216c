package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.format.TestBackups;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a verb leaves when it is done, and when the process is told to stop meanwhile. */
class CleanupOfVerbsTest extends CommandTest {
  private final Cleanup cleanup = new Cleanup();

  @Test
  void nothingStaysToBeRemovedAfterAVerb() throws Exception {
    byte[] backup = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(1000));
    for (int i = 0; i < 3; i++) {
      Path out = folder.resolve("out-" + i);
      assertThat(run(new ByteArrayInputStream(backup), "decrypt", "-o", out.toString(), "-").exit())
          .isZero();
      assertThat(run(new ByteArrayInputStream(backup), "encrypt", "-o", out + ".bak", "-").exit())
          .isZero();
      // What is inside only looks like an archive.
      assertThat(run(new ByteArrayInputStream(backup), "verify", "-").exit()).isNotZero();
      assertThat(run(new ByteArrayInputStream(backup), "decrypt", "-").exit()).isZero();
      assertThat(run(InputStream.nullInputStream(), "decrypt", "-o", out + "-", "-").exit())
          .isEqualTo(3);
    }
    assertThat(cleanup.size()).isZero();
    assertThat(names(scratch)).isEmpty();
  }

  @Test
  void inputThatEndsBecauseTheProcessIsToldToStopGetsNoName() throws Exception {
    Path out = folder.resolve("out");

    run(endsWithTheProcess(new byte[1000]), "encrypt", "-o", out.toString(), "-")
        .refused(
            5,
            "Interrupted",
            out + " was not kept: the program was told to stop before it was done; run it again.");

    assertThat(names(folder)).containsExactly("password");
  }

  @Test
  void theCopyOfAnInputIsRemovedWhenTheProcessIsToldToStop() throws Exception {
    byte[] backup = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(1000));

    run(endsWithTheProcess(backup), "verify", "-");

    assertThat(names(scratch)).isEmpty();
  }

  private InputStream endsWithTheProcess(byte[] data) {
    InputStream end =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            cleanup.close();
            return -1;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(data), end);
  }

  private CommandRun run(InputStream input, String verb, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = verb;
    arguments[1] = "--password-file";
    arguments[2] = password.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.withInput(scratch, input, cleanup, arguments);
  }
}
