/**
 * When something that repeats is due: local times and cron expressions, time zones and their
 * changes. Pure, of nothing but the JDK.
 */
package io.proxpanel.backup.controller.recurrence;
