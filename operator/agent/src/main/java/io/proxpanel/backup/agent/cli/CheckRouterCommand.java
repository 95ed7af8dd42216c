package io.proxpanel.backup.agent.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.agent.router.drift.ExportHeader;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.agent.router.export.RouterFacts;
import io.proxpanel.backup.agent.router.rebuild.RebuildCheck;
import io.proxpanel.backup.agent.router.rebuild.TargetRouter;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check-router ARCHIVE}: whether a configuration fits a router before it is imported. */
@Command(
    name = "check-router",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Compares the configuration in a router's archive with the router that it is to be imported"
            + " on: version, model and interfaces. Says in JSON what was compared, and in sentences"
            + " on standard error what speaks against an import; then the exit code is 1. The router"
            + " is only asked: nothing is changed there.")
final class CheckRouterCommand implements Callable<Integer>, ReportsJson {
  private static final int SOMETHING_FOUND = 1;

  private final Console console;

  @Mixin private RouterOptions options;

  @Parameters(
      paramLabel = "ARCHIVE",
      description =
          "The archive, mikrotik_….tar.gz; - is standard input. An encrypted one has to come out of"
              + " backup-agent decrypt.")
  private String file;

  CheckRouterCommand(Console console) {
    this.console = console;
  }

  /**
   * What the verb says. What is not known is null.
   *
   * @param file as it was named
   * @param export what wrote the configuration
   * @param router that it is to be imported on
   * @param fits whether nothing speaks against that
   * @param findings what does, a sentence each
   * @param error why it could not be compared, or null
   */
  @JsonPropertyOrder({"file", "export", "router"})
  record Report(
      String file,
      Device export,
      Device router,
      Boolean fits,
      List<String> findings,
      Failure error) {}

  /**
   * One of the two routers.
   *
   * @param name of the router, or null in what an export says of itself
   * @param model of the hardware, or null for a virtual router
   * @param version of RouterOS
   * @param serialNumber of the hardware, or null for a virtual router
   */
  record Device(String name, String model, String version, String serialNumber) {}

  @Override
  public Integer call() throws AgentException {
    NormalizedExport export = export();
    RouterFacts facts =
        new RouterExports(console.cleanup(), Clock.systemUTC()).facts(options.router());
    TargetRouter target = TargetRouter.of(facts, options.host());
    List<String> findings = RebuildCheck.findings(export, target);
    ExportHeader header = export.header();
    console.print(
        new Report(
            file,
            new Device(null, header.model(), header.version(), header.serialNumber()),
            new Device(
                target.name(),
                target.model(),
                target.version(),
                facts.serial().isEmpty() ? null : facts.serial()),
            findings.isEmpty(),
            findings,
            null));
    findings.forEach(console.err()::println);
    return findings.isEmpty() ? 0 : SOMETHING_FOUND;
  }

  private NormalizedExport export() throws AgentException {
    if (file.endsWith(RouterFiles.ENCRYPTED)) {
      throw new AgentException(
          ErrorCode.Usage,
          file
              + " is encrypted: give this verb what comes out of \"backup-agent decrypt"
              + " --password-file P "
              + file
              + "\", as a file or as standard input (-).");
    }
    try (Input input = Input.open(file, console);
        InputStream in = new BufferedInputStream(input.stream())) {
      RouterArchive archive = RouterArchive.read(input.name(), in);
      return archive.export().orElseThrow(() -> without(archive));
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          file + " cannot be read to its end: check where it comes from.");
    }
  }

  private AgentException without(RouterArchive archive) {
    String why =
        archive
            .facts()
            .map(ArchiveFacts::failure)
            .map(failure -> ": " + failure.message())
            .orElse(".");
    return new AgentException(
        ErrorCode.NotABackupFile,
        file
            + " has no configuration in it, because the router had failed. Use the archive of"
            + " another time. What was wrong then"
            + why);
  }

  @Override
  public Object failed(Failure failure) {
    return new Report(file, null, null, null, null, failure);
  }
}
