/** Schedules against a real API server. */
package io.proxpanel.backup.e2e.schedule;
