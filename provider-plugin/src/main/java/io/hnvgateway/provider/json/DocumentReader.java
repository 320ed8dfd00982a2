package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.TopLevelResource;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a document as it comes in: of the text, one resource at a time stands in memory as a tree,
/// so that a document may be larger than the heap that its text or tree would take.
final class DocumentReader {
    private final JsonParser parser;
    private final BiPredicate<String, JsonNode> wanted;
    private final ReadContext context;
    private final Map<String, ResourceReader<TopLevelResource>> collections =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /// What is none of the collections: its name, and enough of its value to judge it.
    private final ObjectNode rest = JsonNodeFactory.instance.objectNode();

    /// @param parser with the document's first token current
    /// @param wanted resources that are not are left out
    /// @param seal opens sealed secrets; null: there are none
    DocumentReader(
            JsonParser parser, BiPredicate<String, JsonNode> wanted, @Nullable SecretSeal seal) {
        this.context = new ReadContext(seal);
        this.parser = parser;
        this.wanted = wanted;
    }

    /// Leaves the parser at the last token of the document.
    DesiredStateDocument read() throws IOException {
        for (ResourceCollection collection : ResourceCollection.values()) {
            collections.put(collection.label(), ResourceReader.of(context, collection));
        }
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
            context.add(
                    new Fault(
                            "document",
                            "",
                            "must be an object",
                            "as in {\"virtualNetworks\": [...]}",
                            FaultCode.MALFORMED_DOCUMENT));
        } else {
            properties();
        }
        return new DesiredStateDocument(
                DesiredState.of(
                        Stream.of(ResourceCollection.values())
                                .map(collection -> collections.get(collection.label()))
                                .filter(Objects::nonNull)
                                .flatMap(reader -> reader.resources().stream())),
                context.faults(),
                context.unreadable());
    }

    private void properties() throws IOException {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            ResourceReader<?> collection = collections.get(name);
            if (collection == null) {
                rest.set(name, outline());
            } else if (seen.add(name)) {
                list(name, collection);
            } else {
                context.add(PropertyReader.twice(name));
                parser.skipChildren();
            }
        }
        PropertyReader top = new PropertyReader(context, "", "", rest);
        top.skip(collections.keySet().toArray(String[]::new));
        top.finish();
    }

    private void list(String name, ResourceReader<?> collection) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            if (!PropertyReader.isAbsent(outline())) {
                context.add(new Fault(name, "", "must be a list", ""));
            }
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (!parser.hasToken(JsonToken.VALUE_NULL)) {
                JsonNode item = parser.readValueAsTree();
                if (wanted.test(name, item)) {
                    collection.item(name + "[" + i + "]", item);
                }
            }
        }
    }

    /// The value if it is a single one, else an empty list if it is empty, else a list of
    /// something.
    private JsonNode outline() throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return parser.readValueAsTree();
        }
        ArrayNode outline = JsonNodeFactory.instance.arrayNode();
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth > 0 && outline.isEmpty()) {
                outline.addNull();
            }
        }
        return outline;
    }
}
