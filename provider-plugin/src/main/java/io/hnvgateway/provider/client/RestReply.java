package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/// A gateway's answer of success.
///
/// @param body missing node: there is none
record RestReply(int status, HttpHeaders headers, JsonNode body) {

    /// Of the resource; empty if it has none.
    String etag() {
        String inside = body.path("etag").asText("");
        return inside.isEmpty() ? headers.firstValue("etag").orElse("") : inside;
    }
}
