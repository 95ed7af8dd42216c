/**
 * A BackupSchedule: which due times are acted on, and how. What is due is decided in {@link
 * io.proxpanel.backup.controller.recurrence}, what stays in {@link
 * io.proxpanel.backup.controller.retention}.
 */
package io.proxpanel.backup.controller.schedule;
