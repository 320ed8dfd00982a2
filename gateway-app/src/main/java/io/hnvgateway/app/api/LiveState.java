package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the running gateway knows of resources: read-only properties, which are part of no etag. Of
/// one request.
interface LiveState {

    /// Adds properties.
    ///
    /// @param top the resource of the document, canonical
    /// @param path of a resource in it, or its own
    /// @return how this one is doing, without its children
    ConfigurationState describe(JsonNode top, ResourcePath path, ObjectNode properties);
}
