package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Which tenants a schedule backs up, each by a Backup of its own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tenants(
    @Required
        @JsonPropertyDescription(
            "Asks the database at every due time which tenants there are. Write {} for the schemas"
                + " named tenant_ and a slug; where a table admin.tenants says which tenants are"
                + " active, those alone.")
        TenantDiscovery discover) {}
