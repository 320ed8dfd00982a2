package io.hnvgateway.app.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.AccessCopy;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// What a backup holds. Its text, compressed: four bytes of length and so many of JSON (about the
/// backup, and who has access), then the desired state as JSON, secrets plain.
///
/// @param gateway version of the program
/// @param version number of the change that the state is of
/// @param access null: the gateway has no management endpoint
record BackupContent(
        String gateway,
        Instant made,
        long version,
        @Nullable AccessCopy access,
        DesiredStateDocument state) {
    private static final int MOST_ABOUT_BYTES = 8 << 20;
    private static final PlainSecrets PLAIN = new PlainSecrets();

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            byte[] about = JsonText.compact(about());
            out.writeInt(about.length);
            out.write(about);
            try (JsonGenerator json = JsonText.compact(out)) {
                DesiredStateWriter.write(state.state(), json, PLAIN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written
        }
        return bytes.toByteArray();
    }

    private ObjectNode about() {
        ObjectNode about =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("gateway", gateway)
                        .put("made", made.toString())
                        .put("version", version);
        if (access != null) {
            about.set("access", access.json());
        }
        return about;
    }

    /// Faults of the desired state are in its document.
    ///
    /// @throws BackupException if it is nothing that a gateway wrote
    static BackupContent read(byte[] content) throws BackupException {
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(content)))) {
            int length = in.readInt();
            if (length < 0 || length > MOST_ABOUT_BYTES) {
                throw new BackupException("backup: says nothing of itself that can be read");
            }
            JsonNode about = JsonText.parse(in.readNBytes(length));
            return new BackupContent(
                    about.path("gateway").asText(),
                    Instant.parse(about.path("made").asText()),
                    about.path("version").asLong(),
                    about.has("access") ? AccessCopy.read(about.path("access")) : null,
                    DesiredStateReader.read(in, (_, _) -> true, PLAIN));
        } catch (FaultsException e) {
            throw new BackupException("backup: " + e.faults().getFirst());
        } catch (DateTimeException | IllegalArgumentException | IOException e) {
            throw new BackupException("backup: cannot be read: " + e.getMessage());
        }
    }
}
