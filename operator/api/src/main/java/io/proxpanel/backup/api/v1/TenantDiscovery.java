package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How the tenants of a database are found out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantDiscovery(
    @Size(min = 1, max = 4000)
        @JsonPropertyDescription(
            "A SELECT of one column with the slugs, or with the names of the schemas, of the"
                + " tenants to back up. It runs alone in a read-only transaction, with the rights"
                + " and the search path of the backup's role. Default: as discover says.")
        String query,
    @Size(min = 1, max = 100)
        @JsonPropertyDescription(
            "Only tenants whose slug fits one of these patterns, with * for any characters and ?"
                + " for one. Default: all.")
        List<@Size(min = 1, max = 100) String> include,
    @Size(max = 100)
        @JsonPropertyDescription("Tenants whose slug fits one of these patterns are left out.")
        List<@Size(min = 1, max = 100) String> exclude) {}
