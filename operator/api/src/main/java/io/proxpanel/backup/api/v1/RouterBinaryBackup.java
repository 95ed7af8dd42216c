package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A backup in RouterOS's own format. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterBinaryBackup(
    @JsonPropertyDescription(
            "Secret key with the password that encrypts it (AES). Default: it is not encrypted.")
        SecretKeyRef passwordSecretRef) {}
