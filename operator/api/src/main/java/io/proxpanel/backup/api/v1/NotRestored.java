package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Something that is not as it was when it was dumped. */
@JsonClassDescription("Something that is not as it was when it was dumped.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotRestored(
    @JsonPropertyDescription("What it is, like grant, owner or event trigger.") String kind,
    @JsonPropertyDescription("Of what, as far as it has a name.") String name,
    @JsonPropertyDescription("Why it is not as it was.") String reason) {}
