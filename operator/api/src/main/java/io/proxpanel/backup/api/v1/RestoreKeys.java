package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What may open the file. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreKeys(
    @Size(max = 16)
        @JsonPropertyDescription(
            "Secret keys with further passwords to try, in order, after the Backup's own and the"
                + " target database's: for a password that has changed since, or a file from"
                + " another panel.")
        List<SecretKeyRef> passwords) {}
