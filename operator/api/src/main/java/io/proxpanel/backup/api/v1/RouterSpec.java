package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A router, and what about it differs from the defaults. */
@JsonClassDescription("A router, and what about it differs from the defaults.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RouterSpec extends RouterSettings {
  @Required
  @Size(min = 1, max = 64)
  @ValidationRule(
      value =
          "self.matches('^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?$') && !self.contains('..')",
      message =
          "write a name of letters, digits, -, _ and ., which the archive is named after, like"
              + " edge-1")
  @JsonPropertyDescription("Name of the router in status and in its archive's name.")
  public String name;

  @Required
  @Size(max = 253)
  @ValidationRule(value = NameRules.HOST, message = NameRules.HOST_MESSAGE)
  @JsonPropertyDescription("Name or address of the router as pods reach it.")
  public String host;
}
