package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a restore drops because the backup does not have it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DroppedStatus(
    @JsonPropertyDescription("How many there are.") Integer count,
    @JsonPropertyDescription("The first of them, like table public.invoice_lines.")
        List<String> names) {}
