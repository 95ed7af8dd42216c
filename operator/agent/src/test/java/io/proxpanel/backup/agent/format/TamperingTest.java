package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a file, it is refused, by the reader of files and by the one of streams. The
 * licence key is the exception: it stands in clear, and nothing authenticates it.
 */
class TamperingTest {
  private static final List<KeyCandidate> KEYS = TestBackups.keys(TestBackups.PASSWORD);
  private static final int FIRST_LINE = 30;
  private static final int HEADER = "PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=PROXP-1\n".length();
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(
          ErrorCode.NotABackupFile,
          ErrorCode.LicenseLineMissing,
          ErrorCode.FileTruncated,
          ErrorCode.WrongKeyOrDamaged);

  @TempDir Path folder;
  private byte[] plain;
  private byte[] whole;

  @BeforeEach
  void write() throws Exception {
    plain = TestBackups.archiveLike(200);
    whole = TestBackups.encrypt(KeyOrder.PASSWORD_FIRST, plain);
  }

  @Test
  void opensTheWholeFile() throws Exception {
    Path file = Files.write(folder.resolve("f"), whole);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(BackupFile.authenticate(file, KEYS, null).plaintextBytes()).isEqualTo(200);
    assertThat(BackupStream.decrypt(new ByteArrayInputStream(whole), "f", KEYS, out).key().order())
        .isEqualTo(KeyOrder.PASSWORD_FIRST);
    assertThat(out.toByteArray()).isEqualTo(plain);
  }

  @Test
  void refusesEveryFlippedBitOfFirstLineNonceAndTag() throws Exception {
    for (int i = 0; i < whole.length; i++) {
      boolean licence = i >= FIRST_LINE && i < HEADER;
      boolean body = i >= HEADER + 12 && i < whole.length - 16;
      for (int bit = 0; bit < 8 && !licence && !body; bit++) {
        refusesFlipped(i, bit);
      }
    }
  }

  @Test
  void refusesAFlippedBitInEveryByteOfTheBody() throws Exception {
    for (int i = HEADER + 12; i < whole.length - 16; i++) {
      refusesFlipped(i, i % 8);
    }
  }

  @Test
  void refusesFlippedBitsOfTheLicenceLineOutsideItsValue() throws Exception {
    int value = "LICENSE_KEY=".length() + FIRST_LINE;
    for (int i = FIRST_LINE; i < value; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      refuses(changed, "byte " + i);
    }
    byte[] changed = whole.clone();
    changed[HEADER - 1] ^= 1;
    refuses(changed, "the end of the licence line");
  }

  @Test
  void refusesEveryLengthThatIsNotTheWhole() throws Exception {
    for (int length = 0; length < whole.length; length++) {
      refuses(Arrays.copyOf(whole, length), "cut to " + length + " bytes");
    }
    for (int added : new int[] {1, 15, 16, 17, 5000}) {
      refuses(Arrays.copyOf(whole, whole.length + added), added + " bytes added");
    }
  }

  @Test
  void refusesPiecesThatChangedPlaces() throws Exception {
    byte[] changed = whole.clone();
    int body = HEADER + 12;
    System.arraycopy(whole, body + 64, changed, body + 128, 64);
    System.arraycopy(whole, body + 128, changed, body + 64, 64);

    refuses(changed, "blocks swapped");
  }

  @Test
  void refusesHeaderOfTheOtherVersion() throws Exception {
    byte[] changed = whole.clone();
    changed[FIRST_LINE - 2] = '1';

    refuses(changed, "V2 called V1");
  }

  @Test
  void refusesNonceOfAnotherFile() throws Exception {
    byte[] other = TestBackups.encrypt(KeyOrder.PASSWORD_FIRST, plain);
    byte[] changed = whole.clone();
    System.arraycopy(other, HEADER, changed, HEADER, 12);

    refuses(changed, "another nonce");
  }

  private void refusesFlipped(int position, int bit) throws Exception {
    byte[] changed = whole.clone();
    changed[position] ^= (byte) (1 << bit);
    refuses(changed, "bit " + bit + " of byte " + position);
  }

  private void refuses(byte[] changed, String how) throws Exception {
    Path file = Files.write(folder.resolve("f"), changed);

    AgentException fromFile =
        catchThrowableOfType(AgentException.class, () -> BackupFile.authenticate(file, KEYS, null));
    AgentException fromStream =
        catchThrowableOfType(
            AgentException.class,
            () ->
                BackupStream.decrypt(
                    new ByteArrayInputStream(changed), "f", KEYS, OutputStream.nullOutputStream()));

    assertThat(fromFile).as(how).isNotNull();
    assertThat(fromFile.code()).as(how).isIn(REFUSALS);
    assertThat(fromStream).as(how).isNotNull();
    assertThat(fromStream.code()).as(how).isIn(REFUSALS);
  }
}
