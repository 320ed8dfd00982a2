package io.hnvgateway.app.rest;

import java.util.Map;
import java.util.TreeMap;

/// Headers of every answer: browsers are to take it for nothing but what it is, keep none of it,
/// and let no other site in. There is no CORS.
final class SecurityHeaders {
    static final Map<String, String> ALL =
            new TreeMap<>(
                    Map.of(
                            "strict-transport-security", "max-age=31536000",
                            "content-security-policy",
                                    "default-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                                            + " form-action 'none'; object-src 'none'",
                            "x-content-type-options", "nosniff",
                            "cache-control", "no-store",
                            "referrer-policy", "no-referrer",
                            "cross-origin-opener-policy", "same-origin",
                            "cross-origin-resource-policy", "same-origin"));

    private SecurityHeaders() {}
}
