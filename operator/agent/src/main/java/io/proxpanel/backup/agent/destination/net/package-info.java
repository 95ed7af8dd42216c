/**
 * What the kinds of destinations on a network share: certificates from files, limits of time and of
 * bytes that Java's sockets do not have, and what a partner says as it may be repeated.
 */
package io.proxpanel.backup.agent.destination.net;
