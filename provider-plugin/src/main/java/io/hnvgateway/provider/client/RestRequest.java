package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.resource.ResourceReference;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is asked of a gateway.
///
/// @param target path and query behind the host
/// @param body null: none
/// @param etag what the resource must have; null: no matter
/// @param limit of one attempt
record RestRequest(
        String method,
        String target,
        @Nullable JsonNode body,
        @Nullable String etag,
        Duration limit) {
    static final String ROOT = "/networking/v1";

    private static final Duration USUAL = Duration.ofSeconds(30);

    /// 100,000 changes take seconds; a gateway that is loaded may have others before them.
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,80}");

    /// Health is answered with a word, or with nothing.
    private static final String HEALTH = "/health/";

    static RestRequest get(String target) {
        return new RestRequest("GET", target, null, null, USUAL);
    }

    static RestRequest get(String target, Duration limit) {
        return new RestRequest("GET", target, null, null, limit);
    }

    static RestRequest put(ResourceReference reference, JsonNode body, @Nullable String etag) {
        return new RestRequest("PUT", target(reference), body, etag, USUAL);
    }

    static RestRequest delete(ResourceReference reference) {
        return new RestRequest("DELETE", target(reference), null, null, USUAL);
    }

    static RestRequest post(String target, JsonNode body) {
        return new RestRequest("POST", target, body, null, LONG);
    }

    /// @throws IllegalArgumentException for an id that no resource can have
    static String target(ResourceReference reference) {
        List<String> parts = reference.parts();
        parts.forEach(RestRequest::check);
        return parts.stream().collect(Collectors.joining("/", ROOT + "/", ""));
    }

    private static void check(String part) {
        if (!ID.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    "an id has 1..80 letters, digits and . _ ~ -, this one " + part.length());
        }
    }

    /// Its status says it all; the body is no JSON.
    boolean isOfHealth() {
        return target.startsWith(HEALTH);
    }

    /// For messages: without the body, which may hold secrets.
    String asked() {
        return method + " " + target;
    }
}
