/** Visits many routers, and makes an archive and an entry in the list of each. */
package io.proxpanel.backup.agent.router.run;
