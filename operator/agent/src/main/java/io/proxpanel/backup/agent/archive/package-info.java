/**
 * The custom format of pg_dump ({@code -Fc}), read and changed in passing: nothing here knows where
 * the bytes come from, whether they are encrypted, or what a database is. The layout is that of
 * PostgreSQL's {@code pg_backup_archiver.c} and {@code pg_backup_custom.c}, versions 1.14 (majors
 * 12 to 15), 1.15 (16) and 1.16 (17 and 18).
 */
package io.proxpanel.backup.agent.archive;
