package io.hnvgateway.app.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists in pages that are bounded in members and in bytes. The token of the next page names the
/// last id of this one: what comes and goes between two pages makes no member stand twice.
///
/// @param after the last id of the page before, in lower case; empty: this is the first
record Pages(int most, String after) {
    static final int DEFAULT_MOST = 100;
    static final int LIMIT = 1000;

    /// A page ends behind the member that exceeds it.
    private static final int FULL_BYTES = 4 << 20;

    static Pages of(ApiRequest request) {
        return new Pages(most(query(request, "$top")), after(query(request, "$skipToken")));
    }

    private static String query(ApiRequest request, String name) {
        for (Map.Entry<String, String> entry : request.query().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return "";
    }

    private static int most(String text) {
        if (text.isEmpty()) {
            return DEFAULT_MOST;
        }
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > LIMIT) {
            throw ApiError.badRequest("InvalidValue", "$top must be 1..1000", "$top");
        }
        return Integer.parseInt(text);
    }

    private static String after(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw ApiError.badRequest(
                    "InvalidValue",
                    "$skipToken must be that of a nextLink; begin again without it",
                    "$skipToken");
        }
    }

    /// @param members in any order
    /// @param shown may answer null: the member is left out
    <T> ApiAnswer answer(
            String link,
            List<T> members,
            Function<T, String> id,
            Function<T, @Nullable JsonNode> shown) {
        List<T> rest =
                members.stream()
                        .filter(member -> key(id.apply(member)).compareTo(after) > 0)
                        .sorted(Comparator.comparing((T member) -> key(id.apply(member))))
                        .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("value");
            int done = 0;
            while (done < rest.size() && done < most && bytes.size() < FULL_BYTES) {
                JsonNode node = shown.apply(rest.get(done++));
                if (node != null) {
                    out.writeTree(node);
                    out.flush();
                }
            }
            out.writeEndArray();
            if (done < rest.size()) {
                out.writeStringField("nextLink", next(link, id.apply(rest.get(done - 1))));
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written
        }
        return Answers.of(200, Answers.JSON, bytes.toByteArray(), Map.of());
    }

    private String next(String link, String last) {
        String token =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key(last).getBytes(StandardCharsets.UTF_8));
        return link + "?$top=" + most + "&$skipToken=" + token;
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
