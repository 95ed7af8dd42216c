/**
 * Where backup files are kept, and one class for each kind of place behind {@link
 * io.proxpanel.backup.agent.destination.Store}: writing one so that its final name never stands for
 * half a file, finding one's own again, and removing it. Nothing here knows what is inside a file
 * or how it was made.
 */
package io.proxpanel.backup.agent.destination;
