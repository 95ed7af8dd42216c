package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deletion removes what its Backup wrote and nothing else; a check says what is there. */
class DeleteIT {
  private static final String OTHER = "precious.proisp.bak";

  @Test
  void removesItsOwnAndLeavesTheRest(@TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database);
      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(job.run(job.check("uid-1", backup.file())).failure()).isNull();
      assertThat(job.run(job.check("uid-2", backup.file())).failure().code())
          .isEqualTo(ErrorCode.FileNameTaken);
      assertThat(job.run(job.backup("uid-2", OTHER, address)).failure()).isNull();
      Files.writeString(job.volume().resolve("." + AgentJob.FILE + ".uid-1.partial"), "debris");
      Files.writeString(job.volume().resolve("." + OTHER + ".uid-2.partial"), "not its own");

      TaskResult notOurs = job.run(job.delete("uid-1", OTHER));
      assertThat(notOurs.failure()).isNull();
      assertThat(notOurs.destinations().get(0).state()).isEqualTo("NotOurs");
      assertThat(notOurs.warnings())
          .containsExactly(
              job.volume().resolve(OTHER)
                  + " was left: no manifest of this Backup is beside it, so somebody else wrote it;"
                  + " remove it by hand if nobody needs it.");

      TaskResult deleted = job.run(job.delete("uid-1", AgentJob.FILE));
      assertThat(deleted.failure()).isNull();
      assertThat(deleted.destinations().get(0).state()).isEqualTo("Deleted");
      assertThat(job.files())
          .containsExactly("." + OTHER + ".uid-2.partial", OTHER, OTHER + ".manifest.json");
      assertThat(job.run(job.delete("uid-1", AgentJob.FILE)).failure()).isNull();
      assertThat(job.run(job.check("uid-1", backup.file())).failure().code())
          .isEqualTo(ErrorCode.FileMissing);
    }
  }

  @Test
  void volumeThatIsNotThereIsAFailure(@TempDir Path temp) throws Exception {
    AgentJob job = new AgentJob(temp.resolve("job"));
    Files.delete(job.volume());

    TaskResult result = job.run(job.delete("uid-1", AgentJob.FILE));

    assertThat(result.failure().code()).isEqualTo(ErrorCode.FolderMissing);
    assertThat(result.destinations().get(0).state()).isEqualTo("Failed");
  }
}
