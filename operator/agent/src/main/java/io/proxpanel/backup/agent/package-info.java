/**
 * The program inside the Jobs, and the command line for people. Here is only what every part of it
 * shares: the start and the one exception that carries an error code and a sentence.
 */
package io.proxpanel.backup.agent;
