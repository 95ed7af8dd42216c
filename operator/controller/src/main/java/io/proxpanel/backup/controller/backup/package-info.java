/**
 * A Backup from its creation to its end: the file name, the attempts, the result. Deciding is pure
 * ({@link io.proxpanel.backup.controller.backup.BackupDecision}); the reconciler observes, decides,
 * applies and reports.
 */
package io.proxpanel.backup.controller.backup;
