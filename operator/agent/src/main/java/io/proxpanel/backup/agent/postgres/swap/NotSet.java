package io.proxpanel.backup.agent.postgres.swap;

/**
 * Something of a database that the login could not bring along.
 *
 * @param kind what it is: {@code OWNER}, {@code GRANT}, {@code SETTING} and others
 * @param name which of its kind
 * @param reason in the server's words
 * @param statement that somebody with the right has to run
 */
public record NotSet(String kind, String name, String reason, String statement) {}
