package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the archive holds, from its table of contents. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchiveStatus(
    @JsonPropertyDescription("Entries in the table of contents.") Integer entries,
    @JsonPropertyDescription("Tables, partitioned ones included.") Integer tables,
    @JsonPropertyDescription("Tables whose rows are in the archive.") Integer tablesWithData,
    @JsonPropertyDescription("Entries with the data of large objects.") Integer largeObjects,
    @JsonPropertyDescription("Rows in all tables, where they were counted.") Long rows) {}
