package io.proxpanel.backup.controller.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseIdTest {

  @ParameterizedTest
  @CsvSource({
    "db,db.isp",
    "DB,db.isp",
    "db.,db.isp",
    "db.isp,db.isp",
    "db.isp.svc,db.isp",
    "db.isp.svc.cluster.local,db.isp",
    "db.isp.svc.cluster.local.,db.isp",
    "db.other.svc,db.other",
    "db.example.com,db.example.com",
    "127.0.0.1,127.0.0.1",
    "fd00::1,fd00::1",
    "localhost,localhost"
  })
  void everyWayToWriteAHostIsOne(String written, String host) {
    Database database = new Database(written, null, "p", "u", null, null, null, null, null);

    assertThat(DatabaseId.of(database, "isp")).isEqualTo(new DatabaseId(host, 5432, "p"));
  }
}
