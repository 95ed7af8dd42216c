/** Routers with RouterOS: how one is asked, what came of it, and where it is kept. */
package io.proxpanel.backup.agent.router;
