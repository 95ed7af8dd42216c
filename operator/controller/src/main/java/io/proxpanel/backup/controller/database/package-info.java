/**
 * Who may work on a database: Restores one at a time and alone, Backups together but never beside a
 * Restore.
 */
package io.proxpanel.backup.controller.database;
