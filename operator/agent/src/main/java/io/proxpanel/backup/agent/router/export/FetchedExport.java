package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.contract.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a router, whole.
 *
 * @param rsc the export, as the router wrote it
 * @param binary the backup in RouterOS's own format, where one was asked for
 * @param facts of the router
 * @param kind how the export came here; never {@code Auto}
 * @param remarks what is not as it should be and no reason not to keep it, each in words that
 *     follow "it"
 */
public record FetchedExport(
    Path rsc, Optional<Path> binary, RouterFacts facts, Router.Fetch kind, List<String> remarks) {
  /** Copies the list. */
  public FetchedExport {
    remarks = List.copyOf(remarks);
  }

  FetchedExport with(String remark) {
    List<String> all = new ArrayList<>(remarks);
    all.add(remark);
    return new FetchedExport(rsc, binary, facts, kind, all);
  }
}
