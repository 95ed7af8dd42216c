package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A database and how to log in to it. Secrets are files; the paths are those inside the container.
 *
 * @param host name or address of the server
 * @param port TCP port
 * @param name the database
 * @param username the role, or null when {@code usernameFile} has it
 * @param usernameFile file with the role's name, or null
 * @param passwordFile file with the password
 * @param sslMode libpq's sslmode ({@code disable} to {@code verify-full}), or null for its default
 * @param caFile PEM file with the certificates to trust, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseAddress(
    String host,
    int port,
    String name,
    String username,
    String usernameFile,
    String passwordFile,
    String sslMode,
    String caFile) {}
