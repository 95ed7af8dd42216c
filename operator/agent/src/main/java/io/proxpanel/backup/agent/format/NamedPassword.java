package io.proxpanel.backup.agent.format;

/**
 * A password to try.
 *
 * @param origin where it comes from, in words for a message ({@code the file "/run/p"}); no secret
 * @param password its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // secrets are never compared or printed by value
public record NamedPassword(String origin, byte[] password) {}
