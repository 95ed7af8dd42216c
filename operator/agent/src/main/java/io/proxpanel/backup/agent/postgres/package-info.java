/**
 * Talking to PostgreSQL through its own programs, as child processes with a clean environment: no
 * driver, so that what works is what pg_dump, pg_restore and psql of the server's major do. A
 * password reaches them by a file that only this user can read, never by an argument or a variable.
 * Nothing here knows what is done with a dump, or where an archive comes from.
 */
package io.proxpanel.backup.agent.postgres;
