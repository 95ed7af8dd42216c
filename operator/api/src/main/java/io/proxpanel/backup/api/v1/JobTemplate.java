package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/** What people may change about the Jobs that do the work. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobTemplate(
    @JsonPropertyDescription("Labels to add to the Job and its pod.") Map<String, String> labels,
    @JsonPropertyDescription("Annotations to add to the Job and its pod.")
        Map<String, String> annotations,
    @JsonPropertyDescription("Labels that the node must have.") Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints that the pod tolerates.") List<Toleration> tolerations,
    @JsonPropertyDescription(
            "CPU and memory of the agent's container. Default: the operator's setting.")
        ResourceRequirements resources,
    @JsonPropertyDescription("Secrets to pull the agent's image with.")
        List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription("User id of the agent. Default: the operator's setting.") @Min(1)
        Long runAsUser,
    @JsonPropertyDescription("Group id of the agent. Default: the operator's setting.") @Min(1)
        Long runAsGroup,
    @JsonPropertyDescription(
            "Group that owns the volume's files, so that the agent can write them. Default: the"
                + " operator's setting.")
        @Min(1)
        Long fsGroup,
    @Min(0)
        @Max(10)
        @Default("2")
        @JsonPropertyDescription(
            "How often a failed attempt is tried again, each time after a longer pause. What only"
                + " a person can mend is not tried again.")
        Integer backoffLimit,
    @Min(1)
        @JsonPropertyDescription(
            "Seconds after which an attempt is ended as failed. Default: the operator's setting.")
        Long activeDeadlineSeconds,
    @Min(60)
        @JsonPropertyDescription(
            "Seconds that a finished Job and its log stay. Default: the operator's setting.")
        Integer ttlSecondsAfterFinished) {}
