package io.hnvgateway.app.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The file of all credentials: `{"credentials":[{"name":…,"kind":"token","role":…,…}]}`, replaced
/// whole at each change.
final class CredentialFile {
    static final String FILE = "access.json";
    private static final int LIMIT_BYTES = 4 << 20;

    private final Path file;

    CredentialFile(Path directory) {
        file = directory.resolve(FILE);
    }

    /// @throws IOException also if it is damaged: then nobody is let in
    List<Credential> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return read(JsonText.parse(OwnerFile.readSecret(file, LIMIT_BYTES)));
        } catch (FaultsException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException if it is not what [#json] writes
    static List<Credential> read(JsonNode document) {
        List<Credential> all = new ArrayList<>();
        for (JsonNode entry : document.path("credentials")) {
            all.add(credential(entry));
        }
        return all;
    }

    private static Credential credential(JsonNode entry) {
        Set<UUID> domains = new HashSet<>();
        entry.path("routingDomains").forEach(id -> domains.add(UUID.fromString(id.asText())));
        return new Credential(
                entry.path("name").asText(),
                kind(entry.path("kind").asText()),
                Role.parse(entry.path("role").asText()),
                domains,
                entry.path("sha256").asText(),
                Instant.parse(entry.path("created").asText()),
                Instant.parse(entry.path("expires").asText()));
    }

    private static Credential.Kind kind(String label) {
        for (Credential.Kind kind : Credential.Kind.values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + label + "' is no kind of a credential");
    }

    /// Durable when it returns; when it throws, the file is as it was.
    void write(List<Credential> all) throws IOException {
        OwnerFile.replace(file, JsonText.compact(json(all)));
    }

    static ObjectNode json(List<Credential> all) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = document.putArray("credentials");
        for (Credential credential : all) {
            ObjectNode entry = entries.addObject();
            entry.put("name", credential.name());
            entry.put("kind", credential.kind().label());
            entry.put("role", credential.role().label());
            ArrayNode domains = entry.putArray("routingDomains");
            credential.routingDomains().stream().sorted().forEach(id -> domains.add(id.toString()));
            entry.put("sha256", credential.sha256());
            entry.put("created", credential.created().toString());
            entry.put("expires", credential.expires().toString());
        }
        return document;
    }
}
