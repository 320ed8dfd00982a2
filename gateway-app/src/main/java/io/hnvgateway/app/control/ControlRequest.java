package io.hnvgateway.app.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// One request as it was read.
///
/// @param properties all but the document
/// @param document null if there is none, or if it is not an object
record ControlRequest(ObjectNode properties, @Nullable DesiredStateDocument document) {
    private static final String DOCUMENT = "document";

    /// Reads a line; its document becomes resources as it is read, and never a whole tree.
    static ControlRequest read(InputStream line) throws FaultsException, IOException {
        return JsonText.read(line, ControlRequest::read);
    }

    private static ControlRequest read(JsonParser parser) throws IOException {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        DesiredStateDocument document = null;
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
            return new ControlRequest(properties, null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!name.equals(DOCUMENT)) {
                properties.set(name, parser.<JsonNode>readValueAsTree());
            } else if (parser.hasToken(JsonToken.START_OBJECT)) {
                document = DesiredStateReader.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new ControlRequest(properties, document);
    }

    /// What is asked for; empty if nothing is.
    String name() {
        return properties.path("request").asText();
    }
}
