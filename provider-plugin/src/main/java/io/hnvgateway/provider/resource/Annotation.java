package io.hnvgateway.provider.resource;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a client notes at a resource for itself; it has no effect.
///
/// @param tags in the order of their names
/// @param resourceMetadata a JSON object without white space; empty: none
public record Annotation(Map<String, String> tags, String resourceMetadata) {
    public static final int MAX_TAGS = 64;
    public static final int MAX_TAG_CHARACTERS = 1024;
    public static final int MAX_METADATA_BYTES = 4096;

    /// Of objects and lists in each other.
    public static final int MAX_METADATA_DEPTH = 8;

    public static final Annotation NONE = new Annotation(Map.of(), "");

    public Annotation {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    public boolean isEmpty() {
        return tags.isEmpty() && resourceMetadata.isEmpty();
    }
}
