/**
 * What the kinds of destinations on a network share: certificates from files, and limits of time
 * that Java's sockets do not have.
 */
package io.proxpanel.backup.agent.destination.net;
