package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Routers that a database knows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterDatabase(
    @Required @JsonPropertyDescription("The database to ask, with a role that may read the table.")
        Database database,
    @Size(min = 1, max = 4096)
        @JsonPropertyDescription(
            "A SELECT of the columns name, host and, where there is one, port. Default: the routers"
                + " of the type mikrotik in a panel's table nas.")
        String query) {}
