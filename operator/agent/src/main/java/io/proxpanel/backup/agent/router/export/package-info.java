/**
 * Fetches the configuration of a router: the export is written to a file on the router, comes here
 * by one of several ways, is looked at for its end, and is removed there again, whatever happened.
 * {@link io.proxpanel.backup.agent.router.export.RouterExports} is what others use.
 */
package io.proxpanel.backup.agent.router.export;
