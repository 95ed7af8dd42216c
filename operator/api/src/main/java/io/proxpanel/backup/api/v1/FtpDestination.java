package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A folder of an FTP server. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.username) != has(self.usernameSecretRef)",
    message = "write exactly one of username and usernameSecretRef")
@ValidationRule(
    value = "!(has(self.caSecretRef) && has(self.caConfigMapRef))",
    message = "write at most one of caSecretRef and caConfigMapRef")
@ValidationRule(
    value =
        "self.tls != 'None' || !(has(self.caSecretRef) || has(self.caConfigMapRef)"
            + " || has(self.clientCertificate) || has(self.insecureSkipVerify))",
    message = "certificates need TLS: write tls: Explicit or tls: Implicit, or remove them")
@ValidationRule(
    value = "!has(self.activePorts) || (has(self.passive) && !self.passive)",
    message = "activePorts are for active mode: write passive: false, or remove activePorts")
@ValidationRule(
    value = "self.passive || has(self.activePorts)",
    message =
        "in active mode the server connects to the agent's pod: write activePorts, the ports that"
            + " it may connect to, like 50000-50100")
public record FtpDestination(
    @Required
        @Size(max = 253)
        @ValidationRule(value = NameRules.HOST, message = NameRules.HOST_MESSAGE)
        @JsonPropertyDescription("Name or address of the FTP server as pods reach it.")
        String host,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription("TCP port of the server. Default: 21, and 990 with tls: Implicit.")
        Integer port,
    @Size(max = 1024)
        @ValidationRule(value = NameRules.REMOTE_FOLDER, message = NameRules.REMOTE_FOLDER_MESSAGE)
        @JsonPropertyDescription(
            "Folder on the server: absolute as the user sees it, or below where the login leads"
                + " to. What is missing of it is made. Default: where the login leads to.")
        String path,
    @Default("Explicit")
        @JsonPropertyDescription(
            "How the connections are protected: Explicit (AUTH TLS, as most servers have it),"
                + " Implicit (TLS from the first byte, port 990), or None: then the password goes"
                + " over the network in clear, and the file encrypted as it is.")
        FtpSecurity tls,
    @Default("true")
        @JsonPropertyDescription(
            "Whether the agent opens the data connections (passive mode) or the server (active"
                + " mode, with activePorts).")
        Boolean passive,
    @Size(max = 11)
        @ValidationRule(
            value = "self.matches('^[1-9][0-9]{3,4}-[1-9][0-9]{3,4}$')",
            message = "write two ports from 1024 to 65535 with a - between them, like 50000-50100")
        @JsonPropertyDescription(
            "Ports of the agent's pod that the server connects to in active mode, like"
                + " 50000-50100.")
        String activePorts,
    @Size(max = 256)
        @ValidationRule(value = NameRules.USER, message = NameRules.USER_MESSAGE)
        @JsonPropertyDescription(
            "User to log in as. Exactly one of username and usernameSecretRef.")
        String username,
    @JsonPropertyDescription(
            "Secret key that holds the user to log in as. Exactly one of username and"
                + " usernameSecretRef.")
        SecretKeyRef usernameSecretRef,
    @Required @JsonPropertyDescription("Secret key that holds the user's password.")
        SecretKeyRef passwordSecretRef,
    @JsonPropertyDescription(
            "Secret key with the CA certificates (PEM) that the server's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef. Default: the CAs that"
                + " come with the agent's Java.")
        SecretKeyRef caSecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the CA certificates (PEM) that the server's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef.")
        ConfigMapKeyRef caConfigMapRef,
    @JsonPropertyDescription(
            "Whether any certificate is taken, of any name: then anybody on the way can read the"
                + " password. Default: false.")
        Boolean insecureSkipVerify,
    @JsonPropertyDescription("Certificate of the client, where the server asks for one.")
        ClientCertificate clientCertificate) {}
