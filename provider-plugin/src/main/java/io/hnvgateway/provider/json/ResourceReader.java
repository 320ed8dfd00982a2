package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.value.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one list of resources, item by item: `[{"resourceId": …, "properties": {…}}]`.
///
/// @param <T> what the list holds
final class ResourceReader<T> {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,80}");

    private final ReadContext context;
    private final String list;
    private final String kind;
    private final Body<? extends T> body;
    private final String place;
    private final List<T> resources = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    /// @param list path of the list
    /// @param kind its name
    /// @param place path of what has the list, as in [Annotations]; "": a resource of the document
    private ResourceReader(
            ReadContext context, String list, String kind, String place, Body<? extends T> body) {
        this.context = context;
        this.list = list;
        this.kind = kind;
        this.place = place;
        this.body = body;
    }

    /// Of a collection of the document.
    static ResourceReader<TopLevelResource> of(ReadContext context, ResourceCollection collection) {
        Body<? extends TopLevelResource> body = CollectionReaders.of(collection);
        String name = collection.label();
        return new ResourceReader<>(
                context,
                name,
                name,
                "",
                (id, properties) -> {
                    TopLevelResource resource = body.read(id, properties);
                    Annotations annotations = context.takeAnnotations();
                    return resource == null || annotations.byPath().isEmpty()
                            ? resource
                            : resource.with(annotations);
                });
    }

    /// The whole list of that name: parts of a resource.
    static <T> List<T> read(PropertyReader parent, String collection, Body<T> body) {
        return parent.parts(collection, body);
    }

    /// As [#read], of what is really there.
    static <T> List<T> items(PropertyReader parent, String collection, Body<T> body) {
        ResourceReader<T> reader =
                new ResourceReader<>(
                        parent.context(),
                        parent.pathOf(collection),
                        collection,
                        parent.place(),
                        body);
        parent.forEachItem(collection, reader::item);
        return reader.resources;
    }

    private boolean isTop() {
        return list.equals(kind);
    }

    /// Those that could be read so far.
    List<T> resources() {
        return resources;
    }

    /// Reads one item.
    ///
    /// @param at its path by position
    void item(String at, JsonNode item) {
        if (!item.isObject()) {
            context.add(new Fault(at, "", "must be an object", ""));
            return;
        }
        T resource = resource(at, item);
        if (resource != null) {
            resources.add(resource);
        }
    }

    private @Nullable T resource(String at, JsonNode item) {
        PropertyReader envelope = new PropertyReader(context, at, "", item);
        envelope.skip("resourceRef", "instanceId", "etag");
        Annotation annotation = AnnotationReader.read(envelope);
        String id = envelope.required("resourceId", ResourceReader::id);
        String path = id == null ? at : list + "[" + id + "]";
        if (id != null && !ids.add(id.toLowerCase(Locale.ROOT))) {
            context.add(
                    Fault.of(
                                    path,
                                    "",
                                    "resourceId stands twice in this list",
                                    "ids differ by more than case")
                            .with(FaultCode.DUPLICATE_ID));
        }
        JsonNode properties = envelope.node("properties");
        envelope.finish();
        if (!properties.isObject()) {
            context.add(PropertyReader.missing(path + ".properties"));
            context.unreadable(path);
            return null;
        }
        String own = isTop() ? "" : Annotations.path(place, kind, id == null ? "?" : id);
        context.annotate(own, annotation);
        PropertyReader reader = new PropertyReader(context, path, kind, properties, own);
        T resource = body.read(id == null ? "?" : context.shared(id), reader);
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
}
