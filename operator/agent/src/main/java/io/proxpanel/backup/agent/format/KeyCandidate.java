package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.contract.KeyOrder;

/**
 * A key that may open a file.
 *
 * @param origin where its password comes from, in words for a message; no secret
 * @param order in which salt and password were hashed
 * @param key 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // secrets are never compared or printed by value
public record KeyCandidate(String origin, KeyOrder order, byte[] key) {}
