package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A part of a bucket of an S3 service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.accessKeyIdSecretRef) == has(self.secretAccessKeySecretRef)",
    message =
        "write accessKeyIdSecretRef and secretAccessKeySecretRef together, or neither of them to"
            + " use what the pod's service account gives")
@ValidationRule(
    value = "!has(self.sessionTokenSecretRef) || has(self.accessKeyIdSecretRef)",
    message = "sessionTokenSecretRef is for accessKeyIdSecretRef: write that too, or remove it")
@ValidationRule(
    value = "!(has(self.caSecretRef) && has(self.caConfigMapRef))",
    message = "write at most one of caSecretRef and caConfigMapRef")
@ValidationRule(
    value =
        "!has(self.kmsKeyId) || (has(self.serverSideEncryption)"
            + " && self.serverSideEncryption == 'aws:kms')",
    message = "kmsKeyId needs serverSideEncryption: aws:kms")
@ValidationRule(
    value =
        "!has(self.endpoint) || !self.endpoint.startsWith('http://') || (has(self.insecure) && self.insecure)",
    message =
        "endpoint with http:// goes over the network in clear: write https://, or insecure: true if nobody can"
            + " listen there")
public record S3Destination(
    @Size(max = 1024)
        @ValidationRule(
            value = "self.matches('^https?://[^/?#[:cntrl:] ]+/?$')",
            message = "write the service's URL without a path, like https://s3.example.com:9000")
        @JsonPropertyDescription(
            "URL of the service, like https://s3.example.com:9000. Default: Amazon's of the"
                + " region.")
        String endpoint,
    @Size(max = 64)
        @Default("us-east-1")
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9-]+$')",
            message = "write a region's name, like eu-central-1")
        @JsonPropertyDescription("Region that requests are signed for.")
        String region,
    @Required
        @Size(min = 3, max = 63)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]*$')",
            message = "write the bucket's name alone: letters, digits, -, _ and .")
        @JsonPropertyDescription("Bucket, which exists.")
        String bucket,
    @Size(max = 512)
        @ValidationRule(
            value =
                "self == '' || (self.matches('^[^[:cntrl:]]+$')"
                    + " && self.split('/').all(p, !(p in ['', '.', '..'])))",
            message = "write a prefix like panel/daily: no / at either end, no . or .. on the way")
        @JsonPropertyDescription(
            "What the keys begin with, as folders with / between them. Default: nothing.")
        String prefix,
    @JsonPropertyDescription(
            "Whether the bucket is named in the path of the URL and not in its host, as many"
                + " services beside Amazon's want it. Default: true with endpoint, else false.")
        Boolean pathStyle,
    @JsonPropertyDescription(
            "Secret key that holds the id of the access key. Default: what the service account of"
                + " the pod gives (web identity).")
        SecretKeyRef accessKeyIdSecretRef,
    @JsonPropertyDescription("Secret key that holds the access key's secret.")
        SecretKeyRef secretAccessKeySecretRef,
    @JsonPropertyDescription("Secret key that holds a session token, where the key needs one.")
        SecretKeyRef sessionTokenSecretRef,
    @JsonPropertyDescription(
            "Secret key with the CA certificates (PEM) that the service's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef. Default: the CAs that"
                + " come with the agent's Java.")
        SecretKeyRef caSecretRef,
    @JsonPropertyDescription(
            "ConfigMap key with the CA certificates (PEM) that the service's certificate must come"
                + " from. At most one of caSecretRef and caConfigMapRef.")
        ConfigMapKeyRef caConfigMapRef,
    @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Z][A-Z0-9_]*$')",
            message = "write a storage class as the service calls it, like STANDARD_IA")
        @JsonPropertyDescription(
            "Storage class of the files, like STANDARD_IA. Default: the bucket's.")
        String storageClass,
    @Size(max = 16)
        @ValidationRule(
            value = "self in ['AES256', 'aws:kms']",
            message = "write AES256 or aws:kms")
        @JsonPropertyDescription(
            "Encryption on the service's side, beside the file's own: AES256 or aws:kms. Default:"
                + " the bucket's.")
        String serverSideEncryption,
    @Size(max = 2048)
        @JsonPropertyDescription("Key for serverSideEncryption: aws:kms. Default: the account's.")
        String kmsKeyId,
    @Min(1)
        @Max(36500)
        @JsonPropertyDescription(
            "Days for which nobody can delete a file (object lock in compliance mode; the bucket"
                + " must have object lock). A Backup that is deleted before waits for that.")
        Integer immutableForDays,
    @JsonPropertyDescription(
            "Must be true where the URL begins with http://: without TLS everybody on the way reads"
                + " and changes what is sent. Default: false.")
        Boolean insecure) {}
