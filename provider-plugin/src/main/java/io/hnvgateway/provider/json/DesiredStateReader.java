package io.hnvgateway.provider.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Reads a whole desired state. A text that is no JSON is one fault, thrown; all others are in the
/// document.
public final class DesiredStateReader {
    private DesiredStateReader() {}

    public static DesiredStateDocument read(byte[] text) throws FaultsException {
        try {
            return read(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be read
        }
    }

    /// Reads a text as it comes in, without ever holding all of it.
    ///
    /// @throws IOException as `text` throws it
    public static DesiredStateDocument read(InputStream text) throws FaultsException, IOException {
        return JsonText.read(text, DesiredStateReader::read);
    }

    /// As [#read(InputStream)], of a text that was kept: without the resources that are not wanted,
    /// and with its secrets.
    ///
    /// @param wanted by collection and tree
    public static DesiredStateDocument read(
            InputStream text, BiPredicate<String, JsonNode> wanted, SecretSeal seal)
            throws FaultsException, IOException {
        return JsonText.read(text, parser -> new DocumentReader(parser, wanted, seal).read());
    }

    /// Reads the document that begins at the parser's current token, and leaves the parser at its
    /// last one.
    public static DesiredStateDocument read(JsonParser parser) throws IOException {
        return new DocumentReader(parser, (_, _) -> true, null).read();
    }

    public static DesiredStateDocument read(JsonNode tree) {
        return read(tree, null);
    }

    /// @param seal opens sealed secrets; null: there are none
    public static DesiredStateDocument read(JsonNode tree, @Nullable SecretSeal seal) {
        try (JsonParser parser = JsonText.parser(tree)) {
            parser.nextToken();
            return new DocumentReader(parser, (_, _) -> true, seal).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be read
        }
    }
}
