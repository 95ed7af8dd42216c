package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.contract.Router;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of a router, whole.
 *
 * @param rsc the export, as the router wrote it
 * @param binary the backup in RouterOS's own format, where one was asked for
 * @param facts of the router
 * @param kind how the export came here; never {@code Auto}
 */
public record FetchedExport(
    Path rsc, Optional<Path> binary, RouterFacts facts, Router.Fetch kind) {}
