package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.JsonText;
import java.util.HashMap;
import java.util.Map;

/// Makes answers.
public final class Answers {
    static final String JSON = "application/json; charset=utf-8";
    private static final byte[] NOTHING = {};

    private Answers() {}

    public static ApiAnswer json(int status, JsonNode body) {
        return json(status, body, Map.of());
    }

    public static ApiAnswer json(int status, JsonNode body, Map<String, String> headers) {
        return of(status, JSON, JsonText.compact(body), headers);
    }

    public static ApiAnswer of(
            int status, String contentType, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-type", contentType);
        return new ApiAnswer(status, all, body);
    }

    public static ApiAnswer empty(int status) {
        return new ApiAnswer(status, Map.of(), NOTHING);
    }

    static ApiAnswer with(ApiAnswer answer, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(answer.headers());
        all.putAll(more);
        return new ApiAnswer(answer.status(), all, answer.body());
    }

    static ApiAnswer withoutBody(ApiAnswer answer) {
        return new ApiAnswer(answer.status(), answer.headers(), NOTHING);
    }
}
