/** Backups of the configurations of routers: what is theirs alone of the life of a backup. */
package io.proxpanel.backup.controller.router;
