package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The vendor's cloud backup service, which keeps files per licence. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.caSecretRef) && has(self.caConfigMapRef))",
    message = "write at most one of caSecretRef and caConfigMapRef")
@ValidationRule(
    value =
        "!has(self.url) || !self.url.startsWith('http://') || (has(self.insecure) && self.insecure)",
    message =
        "url with http:// goes over the network in clear, the licence key with it: write https://, or"
            + " insecure: true if nobody can listen there")
public record CloudDestination(
    @Size(max = 1024)
        @ValidationRule(
            value = "self.matches('^https?://[^/?#[:cntrl:] ]+/?$')",
            message = "write the service's URL without a path, like https://license.proxrad.com")
        @JsonPropertyDescription(
            "URL of the service, like https://license.proxrad.com. Default: the operator's"
                + " setting.")
        String url,
    @Required
        @JsonPropertyDescription(
            "Secret key that holds the licence key. The service keeps the files of each licence"
                + " apart.")
        SecretKeyRef licenseKeySecretRef,
    @Size(max = 128)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._:-]+$')",
            message = "write the id as the panel shows it: letters, digits, -, _, . and :")
        @JsonPropertyDescription(
            "Id of the installation as the licence server knows it, where one licence has several"
                + " (SaaS). Default: none is sent.")
        String hardwareId,
    @JsonPropertyDescription(
            "Secret key with the CA certificates (PEM) that the service's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef. Default: the CAs that"
                + " come with the agent's Java.")
        SecretKeyRef caSecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the CA certificates (PEM) that the service's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef.")
        ConfigMapKeyRef caConfigMapRef,
    @JsonPropertyDescription(
            "Must be true where the URL begins with http://: without TLS everybody on the way reads"
                + " and changes what is sent, the licence key among it. Default: false.")
        Boolean insecure) {}
