package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "secret,secret",
    "secret\\n,secret",
    "secret\\r\\n,secret",
    "secret\\n\\n,secret\\n",
    "secret\\r,secret\\r",
    "\\nsecret,\\nsecret",
    "' secret ',' secret '"
  })
  void takesOneNewlineOffTheEndAndNothingElse(String content, String password) throws Exception {
    Path file = Files.writeString(folder.resolve("p"), unescape(content));

    NamedPassword read = SecretFile.read("password", file);

    assertThat(new String(read.password(), StandardCharsets.UTF_8)).isEqualTo(unescape(password));
    assertThat(read.origin()).isEqualTo("the file " + file);
  }

  @Test
  void takesBytesThatAreNoText() throws Exception {
    byte[] password = {(byte) 0xff, 0, (byte) 0xc3};

    assertThat(SecretFile.read("password", Files.write(folder.resolve("p"), password)).password())
        .isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void refusesEmptyPassword(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("p"), content);

    refuses(file, "the file " + file + " is empty: write the password into it.");
  }

  @Test
  void refusesFileThatDoesNotExist() {
    Path file = folder.resolve("none");

    refuses(file, "the file " + file + " does not exist: name a file that holds it.");
  }

  @Test
  void saysWhatElseWasExpected() {
    Path file = folder.resolve("none");

    assertThatThrownBy(() -> SecretFile.read("licence key", file))
        .hasMessage(
            "The licence key cannot be used: the file "
                + file
                + " does not exist: name a file that holds it.");
  }

  @Test
  void readsTextAndNothingElse() throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "zoë\n");
    assertThat(SecretFile.readText("database username", file)).isEqualTo("zoë");

    Files.write(file, new byte[] {'z', (byte) 0xff});
    assertThatThrownBy(() -> SecretFile.readText("database username", file))
        .hasMessage(
            "The database username cannot be used: the file " + file + " is not text in UTF-8.");
    Files.writeString(file, "a\0b");
    assertThatThrownBy(() -> SecretFile.readText("licence key", file))
        .hasMessage("The licence key cannot be used: the file " + file + " has a zero byte in it.");
  }

  @Test
  void refusesFolder() {
    refuses(folder, "the file " + folder + " cannot be read: check its permissions.");
  }

  @Test
  void refusesFileThatIsTooLargeForAPassword() throws Exception {
    Path file = Files.write(folder.resolve("p"), new byte[64 * 1024 + 1]);

    refuses(file, "the file " + file + " is larger than 64 KiB, which no password is.");
  }

  private static void refuses(Path file, String sentence) {
    assertThatThrownBy(() -> SecretFile.read("password", file))
        .isInstanceOf(AgentException.class)
        .hasMessage("The password cannot be used: " + sentence)
        .extracting("code")
        .isEqualTo(ErrorCode.SecretUnreadable);
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }
}
