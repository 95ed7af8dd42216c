package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

  @Test
  void survivesTheWayThroughJson() throws Exception {
    Router router =
        new Router(
            "edge-1",
            "10.0.0.1",
            8729,
            new Router.Tls(null, "ab".repeat(32), false),
            "backup",
            null,
            "/s/password",
            Router.Fetch.Sftp,
            21,
            22,
            null,
            List.of("SHA256:x"),
            Router.Form.Terse,
            true,
            new Router.BinaryBackup("/s/backup-password"),
            5,
            10,
            60);

    assertThat(Json.read(Json.write(router), Router.class)).isEqualTo(router);
  }

  @Test
  void whatIsLeftOutIsTheSafeChoice() throws Exception {
    Router router =
        Json.read(
            "{\"name\":\"a\",\"host\":\"h\",\"port\":8728,\"passwordFile\":\"/s/p\"}",
            Router.class);

    assertThat(router.fetch()).isEqualTo(Router.Fetch.Auto);
    assertThat(router.form()).isEqualTo(Router.Form.Compact);
    assertThat(router.sensitive()).isFalse();
    assertThat(router.binaryBackup()).isNull();
    assertThat(router.hostKeyFingerprints()).isEmpty();
  }
}
