/**
 * The end of a Backup's file when its Backup is deleted. Deleting is the most dangerous thing that
 * the operator does: a file stays wherever there is doubt, and a namespace never waits for ever.
 */
package io.proxpanel.backup.controller.deletion;
