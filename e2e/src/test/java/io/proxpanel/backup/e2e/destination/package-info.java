/**
 * Each kind of destination against real servers: one contract that all of them pass, and what can
 * go wrong with each.
 */
package io.proxpanel.backup.e2e.destination;
