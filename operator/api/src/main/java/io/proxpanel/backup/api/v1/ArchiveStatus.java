package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the archive holds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchiveStatus(
    @JsonPropertyDescription("Entries in the table of contents.") Integer entries,
    @JsonPropertyDescription("Tables, partitioned ones included.") Integer tables,
    @JsonPropertyDescription("Tables whose rows are in the archive.") Integer tablesWithData,
    @JsonPropertyDescription("Large objects whose data is in the archive.") Integer largeObjects,
    @JsonPropertyDescription("Rows in the archive, where all could be counted.") Long rows) {}
