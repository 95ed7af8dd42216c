/**
 * Brings one file to several destinations at once, while it is still being written or from where it
 * lies, and back from one of them. No destination waits for another.
 */
package io.proxpanel.backup.agent.copy;
