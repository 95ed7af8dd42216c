package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/** What people may change about the Jobs that do the work. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobTemplate(
    @Size(max = 32)
        @ValidationRule(value = NameRules.LABELS, message = NameRules.LABELS_MESSAGE)
        @ValidationRule(value = NameRules.FREE_LABELS, message = NameRules.FREE_MESSAGE)
        @ValidationRule(value = NameRules.NO_INJECTION, message = NameRules.NO_INJECTION_MESSAGE)
        @JsonPropertyDescription("Labels to add to the Job and its pod.")
        Map<String, @Size(max = 63) String> labels,
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(k, k.matches('^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?"
                    + "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$'))",
            message = "write keys like note or example.com/note")
        @ValidationRule(value = NameRules.FREE_ANNOTATIONS, message = NameRules.FREE_MESSAGE)
        @ValidationRule(value = NameRules.NO_INJECTION, message = NameRules.NO_INJECTION_MESSAGE)
        @JsonPropertyDescription("Annotations to add to the Job and its pod.")
        Map<String, String> annotations,
    @Size(max = 32)
        @ValidationRule(value = NameRules.LABELS, message = NameRules.LABELS_MESSAGE)
        @JsonPropertyDescription("Labels that the node must have.")
        Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(t, (has(t.key) && t.key != '')"
                    + " || (has(t.operator) && t.operator == 'Exists'))",
            message =
                "a toleration without a key tolerates every taint: write operator: Exists if that"
                    + " is meant, or the key")
        @ValidationRule(
            value =
                "self.all(t, !(has(t.operator) && t.operator == 'Exists' && has(t.value)"
                    + " && t.value != ''))",
            message = "operator Exists takes no value: remove value, or write operator: Equal")
        @ValidationRule(
            value =
                "self.all(t, !has(t.tolerationSeconds)"
                    + " || (has(t.effect) && t.effect == 'NoExecute'))",
            message = "tolerationSeconds needs effect: NoExecute")
        @JsonPropertyDescription("Taints that the pod tolerates.")
        List<Toleration> tolerations,
    @ValidationRule(
            value =
                "[has(self.requests) ? self.requests : {}, has(self.limits) ? self.limits : {}]"
                    + ".all(m, m.all(k, isQuantity(string(m[k]))"
                    + " && !quantity(string(m[k])).isLessThan(quantity('0'))))",
            message = "write amounts like 500m (half a CPU) or 512Mi (memory)")
        @ValidationRule(
            value =
                "!has(self.requests) || !has(self.limits) || self.requests.all(k,"
                    + " !(k in self.limits) || !isQuantity(string(self.requests[k]))"
                    + " || !isQuantity(string(self.limits[k]))"
                    + " || !quantity(string(self.requests[k]))"
                    + ".isGreaterThan(quantity(string(self.limits[k]))))",
            message = "a request is larger than its limit: lower the request or raise the limit")
        @JsonPropertyDescription(
            "CPU and memory of the agent's container. Default: the operator's setting.")
        ResourceRequirements resources,
    @Size(max = 16) @JsonPropertyDescription("Secrets to pull the agent's image with.")
        List<LocalObjectReference> imagePullSecrets,
    @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "User id of the agent, never root. Default: the operator's setting.")
        Long runAsUser,
    @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription("Group id of the agent. Default: the operator's setting.")
        Long runAsGroup,
    @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Group that owns the volume's files, so that the agent can write them. Default: the"
                + " operator's setting.")
        Long fsGroup,
    @Min(0)
        @Max(10)
        @Default("2")
        @JsonPropertyDescription(
            "How often a failed attempt is tried again, each time after a longer pause. What only"
                + " a person can mend is not tried again.")
        Integer backoffLimit,
    @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Seconds after which an attempt is ended as failed. Default: the operator's setting.")
        Long activeDeadlineSeconds,
    @Min(60)
        @JsonPropertyDescription(
            "Seconds that a finished Job and its log stay. Default: the operator's setting.")
        Integer ttlSecondsAfterFinished,
    @Size(max = 32)
        @ValidationRule(
            value = "isQuantity(self) && quantity(self).isGreaterThan(quantity('16Mi'))",
            message = "write an amount larger than 16Mi, like 20Gi")
        @JsonPropertyDescription(
            "Size of the Job's scratch space, which is requested as ephemeral-storage too. A file"
                + " lies there, encrypted, that has no local destination, or that a restore fetches"
                + " from a server. Default: the operator's setting, without a request.")
        String scratchSize) {}
