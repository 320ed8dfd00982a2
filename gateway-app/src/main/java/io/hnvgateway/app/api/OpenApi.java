package io.hnvgateway.app.api;

import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// Serves the API's description, and a page to browse it that needs nothing from elsewhere.
final class OpenApi {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /// Made when it is asked for first.
    private static final class Description {
        static final byte[] TEXT = JsonText.compact(OpenApiDocument.document());
    }

    /// @param name in lower case
    ApiAnswer answer(ApiRequest request, String name) {
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(request.method(), "GET, HEAD");
        }
        return switch (name) {
            case "openapi.json" -> Answers.of(200, Answers.JSON, Description.TEXT, Map.of());
            case "docs" -> file("docs.html", HTML);
            case "docs.js" -> file("docs.js", SCRIPT);
            default -> file("docs.css", STYLE);
        };
    }

    private static ApiAnswer file(String name, String type) {
        try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            return Answers.of(200, type, in.readAllBytes(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the program's own file
        }
    }
}
