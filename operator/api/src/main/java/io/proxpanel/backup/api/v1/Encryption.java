package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How the file is encrypted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Encryption(
    @Default("SaltFirst")
        @JsonPropertyDescription(
            "How the key is made of the password: SaltFirst as documented, PasswordFirst as"
                + " released panels do. Write PasswordFirst for files that a panel is to open;"
                + " reading tries both.")
        KeyOrder keyOrder,
    @JsonPropertyDescription(
            "Secret key with the password that the key is made of. Default: the database's"
                + " password, as the panel does.")
        SecretKeyRef passwordSecretRef,
    @JsonPropertyDescription(
            "Secret key with this panel's licence key, written into the file's header so that"
                + " another panel can ask for the password. Default: UNKNOWN.")
        SecretKeyRef licenseKeySecretRef) {}
