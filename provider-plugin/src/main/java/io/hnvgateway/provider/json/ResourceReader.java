package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.value.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads lists of resources: `[{"resourceId": …, "properties": {…}}]`.
final class ResourceReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,80}");

    private ResourceReader() {}

    static <T> List<T> read(PropertyReader parent, String collection, Body<T> body) {
        List<T> resources = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        parent.forEachItem(
                collection,
                (at, item) -> {
                    if (!item.isObject()) {
                        parent.context().add(new Fault(at, "", "must be an object", ""));
                        return;
                    }
                    T resource = resource(parent, collection, new Item<>(at, item, ids, body));
                    if (resource != null) {
                        resources.add(resource);
                    }
                });
        return resources;
    }

    private static <T> @Nullable T resource(
            PropertyReader parent, String collection, Item<T> item) {
        ReadContext context = parent.context();
        PropertyReader envelope = new PropertyReader(context, item.at(), "", item.node());
        envelope.skip("resourceRef", "instanceId", "etag", "tags", "resourceMetadata");
        String id = envelope.required("resourceId", ResourceReader::id);
        String path = id == null ? item.at() : parent.pathOf(collection) + "[" + id + "]";
        if (id != null && !item.ids().add(id.toLowerCase(Locale.ROOT))) {
            context.add(
                    Fault.of(
                            path,
                            "",
                            "resourceId stands twice in this list",
                            "ids differ by more than case"));
        }
        JsonNode properties = envelope.node("properties");
        envelope.finish();
        if (!properties.isObject()) {
            context.add(new Fault(path + ".properties", "", "is missing", ""));
            context.unreadable(path);
            return null;
        }
        PropertyReader reader = new PropertyReader(context, path, collection, properties);
        T resource = item.body().read(id == null ? "?" : id, reader);
        reader.finish();
        if (resource == null) {
            context.unreadable(path);
        }
        return resource;
    }

    private static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new InvalidValueException("must be an id", "1..80 letters, digits and . _ ~ -");
        }
        return text;
    }

    /// Reads a resource's properties; null if a mandatory one is unreadable.
    @FunctionalInterface
    interface Body<T> {
        @Nullable T read(String resourceId, PropertyReader properties);
    }

    private record Item<T>(String at, JsonNode node, Set<String> ids, Body<T> body) {}
}
