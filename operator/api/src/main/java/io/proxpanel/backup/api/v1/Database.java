package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
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
public record Database(
    @Required
        @Size(min = 1, max = 253)
        @Pattern("^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$")
        @JsonPropertyDescription(
            "Name or address of the PostgreSQL server as pods reach it, for instance the name of"
                + " its Service.")
        String host,
    @Min(1) @Max(65535) @Default("5432") @JsonPropertyDescription("TCP port of the server.")
        Integer port,
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[^\\x00-\\x1f/\\\\]+$")
        @JsonPropertyDescription("Name of the database.")
        String name,
    @Size(min = 1, max = 63)
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
            "How TLS is used, as libpq's sslmode. verify-full is the one that proves that the"
                + " server is the right one.")
        SslMode sslMode,
    @JsonPropertyDescription("Secret key with the CA certificates (PEM) that the server must have.")
        SecretKeyRef caSecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the CA certificates (PEM) that the server must have.")
        ConfigMapKeyRef caConfigMapRef) {}
