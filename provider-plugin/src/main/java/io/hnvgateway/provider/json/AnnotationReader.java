package io.hnvgateway.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.Annotation;
import java.util.Map;
import java.util.TreeMap;

/// Reads `tags` and `resourceMetadata` of an envelope: kept as they are, within bounds.
final class AnnotationReader {
    private static final String HALF = "must be text: half of a surrogate pair stands in it";

    private final PropertyReader envelope;

    private AnnotationReader(PropertyReader envelope) {
        this.envelope = envelope;
    }

    static Annotation read(PropertyReader envelope) {
        AnnotationReader reader = new AnnotationReader(envelope);
        Map<String, String> tags = reader.tags(envelope.node("tags"));
        String metadata = reader.metadata(envelope.node("resourceMetadata"));
        return tags.isEmpty() && metadata.isEmpty()
                ? Annotation.NONE
                : new Annotation(tags, metadata);
    }

    private Map<String, String> tags(JsonNode node) {
        if (PropertyReader.isAbsent(node)) {
            return Map.of();
        }
        if (!node.isObject()) {
            fault("tags", "must be an object", "as in {\"owner\": \"net-team\"}");
            return Map.of();
        }
        if (node.size() > Annotation.MAX_TAGS) {
            fault("tags", "must be at most " + Annotation.MAX_TAGS + " tags", "");
            return Map.of();
        }
        Map<String, String> tags = new TreeMap<>();
        node.properties()
                .forEach(tag -> {
                    String value = tag.getValue().isNull() ? "" : tag.getValue().asText();
                    if (isHalf(tag.getKey()) || isHalf(value)) {
                        fault("tags", HALF, "");
                    } else if (tag.getValue().isContainerNode()) {
                        fault("tags." + tag.getKey(), "must be a single value", "");
                    } else if (value.length() > Annotation.MAX_TAG_CHARACTERS) {
                        fault(
                                "tags." + tag.getKey(),
                                "must be at most " + Annotation.MAX_TAG_CHARACTERS + " characters",
                                "");
                    } else {
                        tags.put(tag.getKey(), value);
                    }
                });
        return tags;
    }

    private String metadata(JsonNode node) {
        if (PropertyReader.isAbsent(node) || (node.isObject() && node.isEmpty())) {
            return "";
        }
        if (!node.isObject()) {
            fault("resourceMetadata", "must be an object", "");
            return "";
        }
        if (depth(node) > Annotation.MAX_METADATA_DEPTH) {
            fault(
                    "resourceMetadata",
                    "must be nested at most " + Annotation.MAX_METADATA_DEPTH + " deep",
                    "");
            return "";
        }
        if (hasHalf(node)) {
            fault("resourceMetadata", HALF, "");
            return "";
        }
        byte[] text = JsonText.compact(node);
        if (text.length > Annotation.MAX_METADATA_BYTES) {
            fault(
                    "resourceMetadata",
                    "must be at most " + Annotation.MAX_METADATA_BYTES + " bytes",
                    "it has " + text.length);
            return "";
        }
        return new String(text, UTF_8);
    }

    /// Whether a surrogate stands alone: JSON can write that, and no text in UTF-8 can hold it.
    private static boolean isHalf(String text) {
        return !UTF_8.newEncoder().canEncode(text);
    }

    private static boolean hasHalf(JsonNode node) {
        boolean own =
                isHalf(node.asText()) || node.propertyStream().anyMatch(e -> isHalf(e.getKey()));
        return own || node.valueStream().anyMatch(AnnotationReader::hasHalf);
    }

    /// The nesting of the text itself is bounded, so this ends.
    private static int depth(JsonNode node) {
        int inner = 0;
        for (JsonNode child : node) {
            inner = Math.max(inner, depth(child));
        }
        return node.isContainerNode() ? inner + 1 : 0;
    }

    private void fault(String name, String rule, String hint) {
        envelope.context().add(new Fault(envelope.pathOf(name), "", rule, hint));
    }
}
