package io.proxpanel.backup.agent.router.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedItemTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ppp secret|add name=a password=S3CRET profile=p",
        "/ppp secret|add name=a password=\"S3CRET with \\\"quotes\\\" and = S3CRET\" profile=p",
        "/radius|add address=10.0.0.1 secret=S3CRET service=ppp",
        "/ip ipsec identity|add peer=p secret=S3CRET",
        "/interface wireless security-profiles|add name=w wpa-pre-shared-key=S3CRET"
            + " wpa2-pre-shared-key=S3CRET",
        "/interface wireless security-profiles|add static-key-0=S3CRET static-sta-private-key=S3CRET",
        "/interface wifi security|add name=w passphrase=S3CRET",
        "/interface wifi configuration|add name=w security.passphrase=S3CRET",
        "/interface wireguard|add name=w private-key=\"S3CRET\"",
        "/interface wireguard peers|add preshared-key=\"S3CRET\" public-key=p",
        "/interface eoip|add ipsec-secret=S3CRET name=e",
        "/interface vrrp|add password=S3CRET",
        "/interface lte|set [ find ] pin=S3CRET",
        "/interface macsec|add cak=S3CRET",
        "/snmp community|add authentication-password=S3CRET encryption-password=S3CRET name=S3CRET",
        "/snmp|set trap-community=S3CRET",
        "/routing bgp peer|add tcp-md5-key=S3CRET name=b",
        "/routing ospf interface|add authentication-key=S3CRET",
        "/system ntp key|add key=S3CRET key-id=1",
        "/tool romon|set secrets=S3CRET",
        "/tool e-mail|set password=S3CRET",
        "/user-manager router|add shared-secret=S3CRET",
        "/zerotier|set zt1 identity=\"id:0:S3CRET\"",
        "/container envs|add key=TZ name=env value=S3CRET",
        "/x|add comment=\"the password: S3CRET of old\"",
        "/x|add comment=pass=S3CRET",
        "/x|add source=\"/tool romon set enabled=no secrets=S3CRET\\r\\n:delay 1\"",
        "/x|add source=\":local ftpPassword \\\"S3CRET with space\\\"\\r\\n:put 1\"",
        "/x|add source=\":local ftpPassword \\\"S3\\\\\\\"S3CRET\\\"\\r\\n:put 1\"",
        "/x|add source=\":set key S3CRET;:put 1\"",
        "/x|add source=\"/tool fetch user=a password=S3CRET\\$\\$S3CRET mode=ftp\"",
        "/x|add on-event=\"/x add source=\\\"/tool fetch password=\\\\\\\"S3CRET a\\\\\\\" x=1\\\"\"",
        "/x|add source=\"fetch url=\\\"https://u:S3CRET@h/p\\\"\"",
        "/x|add url=https://u:S3CRET@h/p",
        "/x|add source=\"fetch url=\\\"https://h/p\\?a=1&token=S3CRET&b=2\\\"\"",
        "/x|add source=\"http-header-field=\\\"Authorization: Bearer S3CRET\\\"\"",
        "/x|add source=\"https://api.example.org/bot1234567:S3CRETabcdefghijklmnopqrst/send\"",
        "/x|add unclosed password=\"S3CRET and more S3CRET",
      })
  void noSecretIsShown(String pathAndItem) {
    String[] parts = pathAndItem.split("\\|");

    assertThat(MaskedItem.of(parts[0], parts[1]).text()).contains("***").doesNotContain("S3CRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/interface wireguard peers|add name=p public-key=\"abc=\"",
        "/ip ssh|set always-allow-password-login=no host-key-size=2048",
        "/user settings|set minimum-password-length=12",
        "/user group|set full policy=read,write,password,sensitive",
        "/interface wireless security-profiles|add authentication-types=wpa2-psk name=secret1",
        "/routing filter|add chain=c bgp-communities=1:2 set-bgp-community=1:3",
        "/ip hotspot user profile|add add-mac-cookie=yes mac-cookie-timeout=3d",
        "/container envs|add key=TZ name=env",
        "/x|add comment=\"keys are with Anna\" name=keyless",
      })
  void theRestStaysAsItIs(String pathAndItem) {
    String[] parts = pathAndItem.split("\\|");

    assertThat(MaskedItem.of(parts[0], parts[1]).text()).isEqualTo(parts[1]);
  }

  @Test
  void nothingTellsHowLongASecretIs() {
    assertThat(MaskedItem.of("/ppp secret", "add name=a password=\"\"").text())
        .isEqualTo(MaskedItem.of("/ppp secret", "add name=a password=\"a b c\"").text())
        .isEqualTo("add name=a password=***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add name=a password=1|add name=a password=2|add name=a password=*** (changed)",
        "add name=a password=1|add name=b password=1|add name=b password=***",
        "add name=a|add name=a password=1|add name=a password=***",
        "add k=1 secret=1 password=1|add k=2 secret=1 password=2|add k=2 secret=*** password=***"
            + " (changed)",
      })
  void saysWhichSecretIsAnother(String before, String after, String shown) {
    assertThat(MaskedItem.of("/x", after).text(MaskedItem.of("/x", before))).isEqualTo(shown);
  }

  @Test
  void showsUtf8AndEscapesWhatIsNot() {
    String utf8 = "\u00d0\u00a3\u00d0\u00b7\u00d0\u00b5\u00d0\u00bb";

    assertThat(MaskedItem.of("/x", utf8 + " \u00f1\u00f2 \u0007\u00e2\u0080\u00ae").text())
        .isEqualTo("Узел \\F1\\F2 \\07\\E2\\80\\AE");
    assertThat(MaskedItem.of("/x", "cut \u00d0").text()).isEqualTo("cut \\D0");
    assertThat(MaskedItem.of("/x", "\u00ed\u00a0\u0080\u00c0\u0080").text())
        .isEqualTo("\\ED\\A0\\80\\C0\\80");
  }
}
