package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text ↔ JSON tree, with limits on everything that a sender chooses.
public final class JsonText {
    /// Ten thousand customer networks with a hundred records each stay below it.
    public static final int MAX_DOCUMENT_BYTES = 256 << 20;

    private static final int MAX_DEPTH = 32;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(65_536)
                                                    .maxNameLength(256)
                                                    .maxNumberLength(64)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonText() {}

    public static JsonNode parse(byte[] text) throws FaultsException {
        if (text.length > MAX_DOCUMENT_BYTES) {
            throw fault(
                    "document has "
                            + text.length
                            + " bytes: at most "
                            + MAX_DOCUMENT_BYTES
                            + " are read",
                    "");
        }
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw fault("is empty", "");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw fault("is not JSON: " + e.getOriginalMessage(), place(e.getLocation()));
        } catch (IOException e) {
            // Reading from memory fails only where bytes are no text: bad UTF-8, -16 or -32.
            throw fault("is not text: " + e.getMessage(), "");
        }
    }

    private static FaultsException fault(String rule, String hint) {
        return new FaultsException(List.of(new Fault("document", "", rule, hint)));
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    public static String pretty(JsonNode tree) {
        try {
            return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without a line end, so that it can stand in a line-delimited protocol.
    public static byte[] compact(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
