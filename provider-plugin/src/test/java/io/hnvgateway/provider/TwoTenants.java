package io.hnvgateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;

/// The example of two tenants with equal addresses, whole or with one thing changed.
public final class TwoTenants {
    private TwoTenants() {}

    public static ObjectNode json() {
        try (InputStream in =
                Objects.requireNonNull(TwoTenants.class.getResourceAsStream("/two-tenants.json"))) {
            return (ObjectNode) JsonText.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FaultsException e) {
            throw new IllegalStateException(e);
        }
    }

    public static DesiredStateDocument document() {
        return DesiredStateReader.read(json());
    }

    public static DesiredStateDocument with(Consumer<ObjectNode> change) {
        ObjectNode json = json();
        change.accept(json);
        return DesiredStateReader.read(json);
    }

    /// Sets the property at a JSON pointer; `value` is JSON.
    public static DesiredStateDocument with(String pointer, String value) {
        return with(json -> set(json, pointer, value));
    }

    public static void set(ObjectNode json, String pointer, String value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, slash));
        try {
            ((ObjectNode) parent)
                    .set(
                            pointer.substring(slash + 1),
                            JsonText.parse(value.replace('\'', '"').getBytes(UTF_8)));
        } catch (FaultsException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
