/**
 * Who may work on a database: Restores one at a time and alone, Backups together, in a fair order
 * and up to a limit, but never beside a Restore.
 */
package io.proxpanel.backup.controller.database;
