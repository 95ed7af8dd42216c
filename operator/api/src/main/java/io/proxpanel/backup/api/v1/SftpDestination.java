package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A folder of an SSH server, by SFTP. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.username) != has(self.usernameSecretRef)",
    message = "write exactly one of username and usernameSecretRef")
@ValidationRule(
    value = "has(self.passwordSecretRef) || has(self.privateKeySecretRef)",
    message = "write passwordSecretRef or privateKeySecretRef")
@ValidationRule(
    value = "!has(self.passphraseSecretRef) || has(self.privateKeySecretRef)",
    message = "passphraseSecretRef is for privateKeySecretRef: write that too, or remove it")
@ValidationRule(
    value =
        "has(self.hostKeySecretRef) || has(self.hostKeyConfigMapRef)"
            + " || (has(self.hostKeyFingerprints) && size(self.hostKeyFingerprints) > 0)",
    message =
        "the server has to be known: write hostKeyConfigMapRef or hostKeySecretRef (what"
            + " ssh-keyscan prints), or hostKeyFingerprints (SHA256:…, what ssh-keygen -lf shows on"
            + " the server)")
@ValidationRule(
    value = "!(has(self.hostKeySecretRef) && has(self.hostKeyConfigMapRef))",
    message = "write at most one of hostKeySecretRef and hostKeyConfigMapRef")
public record SftpDestination(
    @Required
        @Size(max = 253)
        @ValidationRule(value = NameRules.HOST, message = NameRules.HOST_MESSAGE)
        @JsonPropertyDescription("Name or address of the SSH server as pods reach it.")
        String host,
    @Min(1) @Max(65535) @Default("22") @JsonPropertyDescription("TCP port of the server.")
        Integer port,
    @Size(max = 1024)
        @ValidationRule(value = NameRules.REMOTE_FOLDER, message = NameRules.REMOTE_FOLDER_MESSAGE)
        @JsonPropertyDescription(
            "Folder on the server: absolute, or below the user's home. What is missing of it is"
                + " made. Default: the user's home.")
        String path,
    @Size(max = 256)
        @ValidationRule(value = NameRules.USER, message = NameRules.USER_MESSAGE)
        @JsonPropertyDescription(
            "User to log in as. Exactly one of username and usernameSecretRef.")
        String username,
    @JsonPropertyDescription(
            "Secret key that holds the user to log in as. Exactly one of username and"
                + " usernameSecretRef.")
        SecretKeyRef usernameSecretRef,
    @JsonPropertyDescription(
            "Secret key that holds the user's password. At least one of passwordSecretRef and"
                + " privateKeySecretRef.")
        SecretKeyRef passwordSecretRef,
    @JsonPropertyDescription(
            "Secret key that holds the user's private key, as ssh-keygen writes it. At least one"
                + " of passwordSecretRef and privateKeySecretRef.")
        SecretKeyRef privateKeySecretRef,
    @JsonPropertyDescription("Secret key that holds the passphrase of the private key.")
        SecretKeyRef passphraseSecretRef,
    @JsonPropertyDescription(
            "Secret key with the server's host keys, as ssh-keyscan prints them or as lines of"
                + " known_hosts. A server with another key is refused.")
        SecretKeyRef hostKeySecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the server's host keys, as ssh-keyscan prints them or as lines of"
                + " known_hosts. A server with another key is refused.")
        ConfigMapKeyRef hostKeyConfigMapRef,
    @Size(max = 8)
        @ValidationRule(
            value = "self.all(f, f.matches('^SHA256:[A-Za-z0-9+/]{43}=?$'))",
            message =
                "write each fingerprint as ssh-keygen -lf shows it: SHA256: and 43 characters")
        @JsonPropertyDescription(
            "Fingerprints of the server's host keys, as ssh-keygen -lf shows them (SHA256:…). A"
                + " server with another key is refused.")
        List<@Size(max = 51) String> hostKeyFingerprints) {}
