package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Etags of content: a keyed digest of a resource with its descendants, and of its ancestors
/// without their other descendants. Nothing is stored for them, a restart changes none, and without
/// the key nobody can try secrets against them. Any thread.
final class Etags {
    private static final String MAC = "HmacSHA256";

    /// Names in them are clients' own.
    private static final Set<String> FREE = Set.of("tags", "resourceMetadata");

    private final SecretKeySpec key;

    /// @param key the same over all restarts
    Etags(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    /// What an etag says of the ancestors of a resource.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ancestors(byte[] digest) {
        static final Ancestors NONE = new Ancestors(new byte[0]);

        /// Those of the children of this resource.
        Ancestors and(byte[] own) {
            MessageDigest sha = sha256();
            sha.update(digest);
            sha.update(own);
            return new Ancestors(sha.digest());
        }
    }

    /// As `W/"guid"`.
    ///
    /// @param subtree digest of the resource with its descendants
    String etag(ResourcePath path, Ancestors ancestors, byte[] subtree) {
        Mac mac = mac();
        mac.update(utf8("etag" + path.key()));
        mac.update(ancestors.digest());
        return "W/\"" + guid(mac.doFinal(subtree)) + "\"";
    }

    /// The same as long as the path is.
    UUID instanceId(ResourcePath path) {
        return guid(mac().doFinal(utf8("instance" + path.key())));
    }

    /// Digest of a resource with its descendants.
    ///
    /// @param envelope canonical, with secrets as [#seal] makes them
    static byte[] subtree(ResourceKind kind, JsonNode envelope) {
        MessageDigest sha = sha256();
        sha.update(own(kind, envelope));
        for (ResourceKind child : kind.children()) {
            for (JsonNode member : envelope.path("properties").path(child.name())) {
                sha.update(subtree(child, member));
            }
        }
        return sha.digest();
    }

    /// Digest of a resource without its children.
    static byte[] own(ResourceKind kind, JsonNode envelope) {
        if (kind.children().isEmpty()) {
            return sha256().digest(JsonText.compact(envelope));
        }
        ObjectNode bare = JsonNodeFactory.instance.objectNode();
        bare.setAll((ObjectNode) envelope);
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : envelope.path("properties").properties()) {
            if (kind.child(entry.getKey()) == null) {
                properties.set(entry.getKey(), entry.getValue());
            }
        }
        bare.set("properties", properties);
        return sha256().digest(JsonText.compact(bare));
    }

    /// Writes secrets so that another one makes another etag.
    SecretSeal seal() {
        return new SecretSeal() {
            @Override
            public String seal(SecretText secret, String place) {
                return HexFormat.of().formatHex(mac().doFinal(utf8("secret" + secret.reveal())));
            }

            @Override
            public SecretText open(String sealed, String place) {
                throw new InvalidValueException("cannot be opened");
            }
        };
    }

    /// Takes what [#seal] wrote out again, everywhere below.
    static void removeSealed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(Etags::isSealed);
            object.properties().stream()
                    .filter(entry -> !FREE.contains(entry.getKey()))
                    .forEach(entry -> removeSealed(entry.getValue()));
        } else {
            node.forEach(Etags::removeSealed);
        }
    }

    private static boolean isSealed(Map.Entry<String, JsonNode> entry) {
        String name = entry.getKey();
        return name.startsWith("sealed")
                && name.length() > 6
                && Character.isUpperCase(name.charAt(6));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static UUID guid(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
