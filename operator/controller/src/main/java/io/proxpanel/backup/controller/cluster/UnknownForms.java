package io.proxpanel.backup.controller.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a resource that has a value or a form that this version does not know as its metadata
 * alone. Without this one such resource makes a whole list unreadable, and ends a watch.
 */
final class UnknownForms extends BeanDeserializerModifier {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownForms.class);
  private static final long serialVersionUID = 1L;

  @Override
  public JsonDeserializer<?> modifyDeserializer(
      DeserializationConfig config, BeanDescription description, JsonDeserializer<?> reader) {
    return HasMetadata.class.isAssignableFrom(description.getBeanClass())
        ? new Reader(reader)
        : reader;
  }

  private static final class Reader extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Reader(JsonDeserializer<?> whole) {
      super(whole);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> whole) {
      return new Reader(whole);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      TokenBuffer copy = context.bufferAsCopyOfValue(parser);
      try {
        return super.deserialize(copy.asParserOnFirstToken(), context);
      } catch (JsonMappingException e) {
        return metadata(context.readTree(copy.asParserOnFirstToken()), context, e);
      }
    }

    private Object metadata(
        JsonNode read, DeserializationContext context, JsonMappingException problem)
        throws IOException {
      if (!(read instanceof ObjectNode object) || !(object.get("metadata") instanceof ObjectNode)) {
        throw problem;
      }
      String why = Unreadable.sentence(problem);
      ObjectNode rest = object.objectNode();
      List.of("apiVersion", "kind", "metadata")
          .forEach(name -> rest.set(name, object.path(name).deepCopy()));
      if (CustomResource.class.isAssignableFrom(handledType())) {
        rest.withObject("/metadata/annotations").put(Unreadable.ANNOTATION, why);
      } else {
        // No reconciler of its own that would tell it.
        LOG.atWarn()
            .addKeyValue("kind", object.path("kind").asText())
            .addKeyValue("namespace", object.path("metadata").path("namespace").asText())
            .addKeyValue("name", object.path("metadata").path("name").asText())
            .log(why);
        rest.putObject("spec");
        rest.putObject("status");
      }
      TreeTraversingParser again = new TreeTraversingParser(rest, context.getParser().getCodec());
      again.nextToken();
      return super.deserialize(again, context);
    }
  }
}
