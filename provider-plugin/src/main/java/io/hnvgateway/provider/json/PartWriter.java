package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.TopLevelResource;
import java.util.List;
import java.util.function.BiConsumer;

/// Writes the parts of a resource, each in its envelope with what was noted at it.
///
/// @param annotations of the resource of the document
/// @param path of what the parts belong to; "": that resource
record PartWriter(Annotations annotations, String path) {

    static PartWriter of(TopLevelResource resource) {
        return new PartWriter(resource.annotations(), "");
    }

    /// For the parts of a part.
    PartWriter under(String collection, Resource part) {
        return new PartWriter(annotations, Annotations.path(path, collection, part.resourceId()));
    }

    /// Adds a list of them; `body` fills the properties of one.
    <T extends Resource> void write(
            ObjectNode parent, String collection, List<T> parts, BiConsumer<T, ObjectNode> body) {
        ArrayNode list = parent.putArray(collection);
        DesiredStateWriter.sorted(parts)
                .forEach(part -> {
                    ObjectNode properties = JsonNodeFactory.instance.objectNode();
                    body.accept(part, properties);
                    list.add(
                            DesiredStateWriter.envelope(
                                    part,
                                    annotations.at(
                                            Annotations.path(path, collection, part.resourceId())),
                                    properties));
                });
    }
}
