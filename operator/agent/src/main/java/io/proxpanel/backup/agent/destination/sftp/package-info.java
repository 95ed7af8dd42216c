/**
 * Files on an SSH server, by SFTP in version 3 of its drafts (draft-ietf-secsh-filexfer-02), which
 * is what OpenSSH speaks. Nothing is read from or written to a home folder: all that is known of
 * the server and of the user comes from the destination.
 */
package io.proxpanel.backup.agent.destination.sftp;
