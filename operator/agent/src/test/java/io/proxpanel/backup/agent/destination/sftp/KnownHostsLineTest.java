package io.proxpanel.backup.agent.destination.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsLineTest {
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nas.example.net; nas.example.net; 22; true",
        "nas.example.net; NAS.Example.net; 22; true",
        "nas.example.net; nas.example.net; 2222; false",
        "[nas.example.net]:2222; nas.example.net; 2222; true",
        "[nas.example.net]:2222; nas.example.net; 22; false",
        "10.0.0.1,nas.example.net; nas.example.net; 22; true",
        "*.example.net; nas.example.net; 22; true",
        "*.example.net,!nas.example.net; nas.example.net; 22; false",
        "!nas.example.net; db.example.net; 22; false",
        "*; nas.example.net; 2222; true",
        "nas?.example.net; nas1.example.net; 22; true",
        "nas.example.net; nasxexample.net; 22; false",
        "[2001:db8::1]:2222; 2001:db8::1; 2222; true"
      })
  void patternsMatchAsInSsh(String hosts, String host, int port, boolean matches) throws Exception {
    assertThat(KnownHostsLine.parse(hosts + " " + KEY).isOf(host, port)).isEqualTo(matches);
  }

  @Test
  void markersSayWhatAKeyIsNot() {
    assertThat(KnownHostsLine.parse("nas " + KEY).isPlain()).isTrue();
    KnownHostsLine revoked = KnownHostsLine.parse("@revoked * " + KEY);
    assertThat(revoked.revokes()).isTrue();
    assertThat(revoked.isPlain()).isFalse();
    KnownHostsLine authority = KnownHostsLine.parse("@cert-authority *.example.net " + KEY);
    assertThat(authority.revokes()).isFalse();
    assertThat(authority.isPlain()).isFalse();
  }

  @Test
  void aPublicKeyAloneIsOfAnyHost() throws Exception {
    KnownHostsLine line = KnownHostsLine.parse("  " + KEY + " root@nas ");
    assertThat(line.isOf("nas.example.net", 22)).isTrue();
    assertThat(line.isOf("elsewhere", 2222)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# nas ssh-ed25519 AAAA", "nas", "@revoked"})
  void otherLinesHoldNoKey(String line) {
    assertThat(KnownHostsLine.parse(line)).isNull();
  }
}
