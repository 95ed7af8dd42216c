package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.archive.RouterFileNames;
import io.proxpanel.backup.agent.router.export.FetchedExport;
import io.proxpanel.backup.agent.router.export.RouterFacts;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import java.io.IOException;
import java.time.Clock;

/**
 * Says in an archive and in the list what a router is.
 *
 * @param router whom
 * @param clock for the time in the archive
 */
record RouterDescription(Router router, Clock clock) {
  /** Of a router whose export is in the archive. */
  ArchiveFacts of(FetchedExport fetched, Looked looked) throws IOException {
    RouterFacts known = fetched.facts();
    Sha256 hash = Sha256.of(fetched.rsc());
    return facts(
        new ArchiveFacts.Device(
            text(known.identity()),
            text(known.board()),
            text(known.serial()),
            looked.softwareId(),
            text(known.version()),
            text(known.architecture()),
            text(known.uptime())),
        new ArchiveFacts.Export(
            RouterFileNames.export(router.name(), router.host()),
            hash.bytes(),
            hash.hex(),
            looked.sha256()),
        looked.compared().facts(),
        null);
  }

  /** Of a router that failed. */
  ArchiveFacts of(Failure failure) {
    return facts(null, null, null, failure);
  }

  private ArchiveFacts facts(
      ArchiveFacts.Device device,
      ArchiveFacts.Export export,
      ArchiveFacts.Changes changes,
      Failure failure) {
    return new ArchiveFacts(
        ArchiveFacts.VERSION,
        router.name(),
        router.host(),
        clock.instant().toString(),
        device,
        export,
        changes,
        failure);
  }

  /** For the list. */
  static RouterList.Device device(RouterFacts facts) {
    return new RouterList.Device(
        text(facts.identity()), text(facts.board()), text(facts.serial()), text(facts.version()));
  }

  /** A virtual router says that it has nothing, and that is not to say. */
  private static String text(String said) {
    return said == null || said.isEmpty() ? null : said;
  }
}
