package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A PostgreSQL database and how to log in to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.username) != has(self.usernameSecretRef)",
    message = "write exactly one of username and usernameSecretRef")
@ValidationRule(
    value = "!(has(self.caSecretRef) && has(self.caConfigMapRef))",
    message = "write at most one of caSecretRef and caConfigMapRef")
@ValidationRule(
    value =
        "!(self.sslMode in ['verify-ca', 'verify-full']) || has(self.caSecretRef)"
            + " || has(self.caConfigMapRef)",
    message =
        "sslMode verify-ca and verify-full need the server's CA: write caSecretRef or"
            + " caConfigMapRef")
@ValidationRule(
    value =
        "!(self.sslMode in ['disable', 'allow', 'prefer']) || !(has(self.caSecretRef)"
            + " || has(self.caConfigMapRef))",
    message =
        "a CA proves nothing with sslMode disable, allow or prefer (the default): write sslMode:"
            + " verify-full")
public record Database(
    @Required
        @Size(max = 253)
        @ValidationRule(value = NameRules.HOST, message = NameRules.HOST_MESSAGE)
        @JsonPropertyDescription(
            "Name or address of the PostgreSQL server as pods reach it, for instance the name of"
                + " its Service.")
        String host,
    @Min(1) @Max(65535) @Default("5432") @JsonPropertyDescription("TCP port of the server.")
        Integer port,
    @Required
        @Size(max = NameRules.POSTGRES_LONGEST)
        @ValidationRule(
            value = NameRules.POSTGRES + " && self.matches('^[^/=\"]+$') && !self.contains('\\\\')",
            message =
                "write the database's name alone, at most 63 bytes: no connection string, no"
                    + " quotes, no spaces at either end")
        @JsonPropertyDescription("Name of the database, as it is written in pg_database.")
        String name,
    @Size(max = NameRules.POSTGRES_LONGEST)
        @ValidationRule(
            value = NameRules.POSTGRES,
            message =
                "write the role's name, at most 63 bytes, without spaces at either end and without"
                    + " control characters")
        @JsonPropertyDescription(
            "Role to log in with. Exactly one of username and usernameSecretRef.")
        String username,
    @JsonPropertyDescription(
            "Secret key that holds the role to log in with. Exactly one of username and"
                + " usernameSecretRef.")
        SecretKeyRef usernameSecretRef,
    @Required @JsonPropertyDescription("Secret key that holds the role's password.")
        SecretKeyRef passwordSecretRef,
    @Default("prefer")
        @JsonPropertyDescription(
            "How TLS is used, as libpq's sslmode: disable, allow and prefer may send everything in"
                + " the clear; require encrypts but trusts any server; verify-ca and verify-full"
                + " trust the CA alone, and verify-full also compares the host name.")
        SslMode sslMode,
    @JsonPropertyDescription(
            "Secret key with the CA certificates (PEM) that the server's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef; only with sslMode"
                + " require, verify-ca or verify-full.")
        SecretKeyRef caSecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the CA certificates (PEM) that the server's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef; only with sslMode"
                + " require, verify-ca or verify-full.")
        ConfigMapKeyRef caConfigMapRef) {}
