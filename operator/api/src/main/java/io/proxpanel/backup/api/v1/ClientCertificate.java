package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What a client shows to a server that asks for a certificate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientCertificate(
    @Required
        @JsonPropertyDescription(
            "Secret key with the certificate (PEM), and those that lead to its CA after it.")
        SecretKeyRef certificateSecretRef,
    @Required
        @JsonPropertyDescription(
            "Secret key with its private key (PEM, PKCS #8: BEGIN PRIVATE KEY), not encrypted.")
        SecretKeyRef keySecretRef) {}
