package io.hnvgateway.app.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.api.ApiAnswer;
import io.hnvgateway.provider.json.JsonText;
import java.util.HashMap;
import java.util.Map;

/// What is answered instead of the [io.hnvgateway.app.api.Api], in its form.
enum RestError {
    BAD_REQUEST(400, "BadRequest"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "NotFound"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    TIMEOUT(408, "RequestTimeout"),
    TOO_LARGE(413, "RequestTooLarge"),
    MISDIRECTED(421, "MisdirectedRequest"),
    TOO_MANY(429, "TooManyRequests"),
    INTERNAL(500, "InternalError"),
    UNAVAILABLE(503, "ServiceUnavailable");

    private final int status;
    private final String code;

    RestError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /// @param message sentence for the client
    ApiAnswer answer(String message) {
        return answer(message, Map.of());
    }

    ApiAnswer answer(String message, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-type", "application/json; charset=utf-8");
        return new ApiAnswer(status, all, body(code, message));
    }

    /// The same, and the connection ends: the rest of the request is not read.
    ApiAnswer closing(String message) {
        return answer(message, Map.of("connection", "close"));
    }

    static byte[] body(String code, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error").put("code", code).put("message", message).put("target", "");
        return JsonText.compact(error);
    }
}
