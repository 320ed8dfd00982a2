package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.schema.Schema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The schemas of all resources, from their readers: whatever a reader takes is in them.
public final class ResourceSchemas {
    private static final Map<ResourceCollection, Schema.ResourceOf> SCHEMAS =
            new EnumMap<>(ResourceCollection.class);

    static {
        for (ResourceCollection collection : ResourceCollection.values()) {
            SCHEMAS.put(
                    collection,
                    SchemaRecorder.resource(collection.label(), CollectionReaders.of(collection)));
        }
    }

    private ResourceSchemas() {}

    /// Names of the collections of a document.
    public static List<String> collections() {
        return Stream.of(ResourceCollection.values()).map(ResourceCollection::label).toList();
    }

    /// The resources of a collection, by its name in any case.
    ///
    /// @throws IllegalArgumentException if there is no such collection
    public static Schema.ResourceOf of(String collection) {
        return SCHEMAS.values().stream()
                .filter(schema -> schema.collection().equalsIgnoreCase(collection))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no collection " + collection));
    }
}
