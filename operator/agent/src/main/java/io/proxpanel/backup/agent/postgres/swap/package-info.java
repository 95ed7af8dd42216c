/**
 * A database that is made beside another one, filled, and put into its place: how it is created
 * like the other, what must be so before, the moment of the two renames, and the way back. Nothing
 * here knows what a new database is filled from.
 */
package io.proxpanel.backup.agent.postgres.swap;
