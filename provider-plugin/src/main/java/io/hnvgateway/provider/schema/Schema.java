package io.hnvgateway.provider.schema;

import io.hnvgateway.provider.value.ValueForm;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What may stand at a place of a document.
public sealed interface Schema {

    /// A single value. Numbers and truth values may stand as text, too.
    record Value(ValueForm form) implements Schema {}

    /// A text that is taken and never shown.
    record Secret() implements Schema {}

    /// `{"resourceRef": "/collection/id…"}`.
    record Reference() implements Schema {}

    /// An object by the names of its properties, which are compared without regard to case.
    record ObjectOf(Map<String, Property> properties) implements Schema {
        public ObjectOf {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    /// A list; null items in it are skipped.
    record ListOf(Schema item) implements Schema {}

    /// A resource in its envelope: `resourceId`, `tags`, `resourceMetadata`, `properties`, and what
    /// the server adds.
    record ResourceOf(String collection, ObjectOf properties) implements Schema {}

    /// A property of an object.
    ///
    /// @param required in every case; where it depends on others, it is not
    /// @param ignored may stand there, as a client sends back what it got, and is not read
    /// @param ifAbsent what it is then, as text; empty: nothing, or it depends
    record Property(Schema schema, boolean required, boolean ignored, String ifAbsent) {}
}
