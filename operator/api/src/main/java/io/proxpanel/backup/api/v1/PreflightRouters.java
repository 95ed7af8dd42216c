package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Whether the routers can be logged in to. */
@JsonClassDescription("Whether the routers can be logged in to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightRouters(
    @JsonPropertyDescription("How many routers there are.") Integer all,
    @JsonPropertyDescription("How many could be logged in to.") Integer ready,
    @JsonPropertyDescription("How many could not be logged in to.") Integer failed,
    @JsonPropertyDescription("How many had not answered when the time for all was up.")
        Integer untried,
    @JsonPropertyDescription("The first few of those that could not be logged in to.")
        List<PreflightRouter> first,
    @JsonPropertyDescription("Why none was tried.") FailureStatus failure) {
  /** Copies the list. */
  public PreflightRouters {
    first = first == null ? List.of() : List.copyOf(first);
  }
}
