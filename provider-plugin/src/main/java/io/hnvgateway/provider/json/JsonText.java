package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text ↔ JSON tree, with limits on everything that a sender chooses.
public final class JsonText {
    /// Ten thousand customer networks with a hundred records each stay below it.
    public static final int MAX_DOCUMENT_BYTES = 256 << 20;

    private static final int MAX_DEPTH = 32;
    private static final JsonMapper MAPPER = mapper(Long.MAX_VALUE);

    /// A tree takes up to fifteen times its text: of what strangers to the gateway send, so much.
    private static final JsonMapper BOUNDED = parts(mapper(8_000_000));

    /// For what stands inside of a text, where more follows.
    private static final JsonMapper PARTS = parts(MAPPER);

    private JsonText() {}

    private static JsonMapper parts(JsonMapper mapper) {
        return mapper.rebuild().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }

    private static JsonMapper mapper(long tokens) {
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxDocumentLength(MAX_DOCUMENT_BYTES)
                                                .maxTokenCount(tokens)
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
    }

    /// Takes a text from a parser.
    @FunctionalInterface
    public interface Reading<T> {
        /// From the first token, which is current, to the last one of the same value.
        T from(JsonParser parser) throws IOException;
    }

    /// Hands the tokens of a text over as they come in; parts of it may be read as trees.
    ///
    /// @throws IOException as `text` throws it
    public static <T> T read(InputStream text, Reading<T> reading)
            throws FaultsException, IOException {
        return read(PARTS, text, reading);
    }

    private static <T> T read(JsonMapper mapper, InputStream text, Reading<T> reading)
            throws FaultsException, IOException {
        try (JsonParser parser = mapper.createParser(text)) {
            if (parser.nextToken() == null) {
                throw fault("is empty", "");
            }
            T value = reading.from(parser);
            if (parser.nextToken() != null) {
                throw fault("is not JSON: something follows it", place(parser.currentLocation()));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw fault("is not JSON: " + reason(e), place(e.getLocation()));
        } catch (CharConversionException e) {
            throw fault("is not text: " + e.getMessage(), "");
        }
    }

    /// Without what stood there: it may be a secret whose quotes are missing.
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("token '[^']*'", "token");
    }

    public static JsonNode parse(byte[] text) throws FaultsException {
        return parse(text, PARTS);
    }

    /// As [#parse(byte[])], of at most eight million tokens: a body of clients becomes a tree
    /// whole, and many tiny values take far more memory than their text.
    public static JsonNode parseBounded(byte[] text) throws FaultsException {
        return parse(text, BOUNDED);
    }

    private static JsonNode parse(byte[] text, JsonMapper mapper) throws FaultsException {
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
            return read(mapper, new ByteArrayInputStream(text), JsonParser::readValueAsTree);
        } catch (IOException e) {
            // Reading from memory fails only where bytes are no text: bad UTF-8, -16 or -32.
            throw fault("is not text: " + e.getMessage(), "");
        }
    }

    /// A text that was written by this.
    static JsonNode own(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a tree as if it were text.
    static JsonParser parser(JsonNode tree) {
        return PARTS.treeAsTokens(tree);
    }

    private static FaultsException fault(String rule, String hint) {
        return new FaultsException(
                List.of(new Fault("document", "", rule, hint, FaultCode.MALFORMED_DOCUMENT)));
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

    /// Writes a text without a line end piece by piece. Closing it flushes `out`.
    public static JsonGenerator compact(OutputStream out) throws IOException {
        return PARTS.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    /// As [#compact(OutputStream)], with line ends and indentation.
    public static JsonGenerator pretty(OutputStream out) throws IOException {
        return compact(out).useDefaultPrettyPrinter();
    }
}
