package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `If-Match` and `If-None-Match` (RFC 9110 §13.1). RFC departure: all etags are weak ones, and
/// `If-Match` compares them nevertheless, as clients of MS-NCNBI expect.
record Preconditions(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

    static Preconditions of(ApiRequest request) {
        return new Preconditions(request.header("if-match"), request.header("if-none-match"));
    }

    /// Of one request of a batch.
    static Preconditions of(JsonNode request) {
        return new Preconditions(
                text(TreeEdit.field(request, "ifMatch")),
                text(TreeEdit.field(request, "ifNoneMatch")));
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value.asText();
    }

    boolean isNone() {
        return ifMatch == null && ifNoneMatch == null;
    }

    /// @param etag null: there is no such resource
    void check(String reference, @Nullable String etag) {
        if (ifMatch != null && !names(ifMatch, etag)) {
            throw failed(
                    reference,
                    etag == null
                            ? "does not exist"
                            : "was changed meanwhile: its etag is " + etag + ", not " + ifMatch);
        }
        if (ifNoneMatch != null && names(ifNoneMatch, etag)) {
            throw failed(reference, "exists already: its etag is " + etag);
        }
    }

    private static ApiError failed(String reference, String why) {
        return ApiError.of(412, "PreconditionFailed", reference + " " + why);
    }

    /// Whether a reader has this one already.
    boolean isNotModified(String etag) {
        return ifNoneMatch != null && names(ifNoneMatch, etag);
    }

    private static boolean names(String condition, @Nullable String etag) {
        if (etag == null) {
            return false;
        }
        return condition.strip().equals("*")
                || Arrays.stream(condition.split(","))
                        .anyMatch(one -> opaque(one).equals(opaque(etag)));
    }

    private static String opaque(String etag) {
        String stripped = etag.strip();
        return stripped.startsWith("W/") ? stripped.substring(2) : stripped;
    }
}
