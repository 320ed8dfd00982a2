package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.ResourceReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [StoredChange] as a journal keeps it, one line: what it is, what it puts in and takes out, and
/// its inverse. [Edits] reads the second. An earlier version wrote that only.
final class ChangeJson {
    static final String PUT = "put";
    static final String DELETED = "deleted";
    private static final String VERSION = "version";
    private static final String TIME = "time";
    private static final String WHO = "who";
    private static final String REQUEST = "requestId";
    private static final String CHANGES = "changes";
    private static final String CONFIRM_BY = "confirmBy";
    private static final String ENDS = "ends";
    private static final String WHOLE = "whole";
    private static final String INVERSE = "inverse";

    /// An inverse beyond this is not kept.
    static final int MOST_INVERSE_BYTES = 32 << 20;

    private ChangeJson() {}

    /// In one line, without its end.
    ///
    /// @param whole the state file holds what it comes to; the line leaves it out
    /// @param seal secrets are kept as it makes them
    /// @throws IOException also if it is to be confirmed and its inverse is too large
    static byte[] write(StoredChange change, boolean whole, SecretSeal seal) throws IOException {
        byte[] inverse = inverse(change, seal);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(text)) {
            out.writeStartObject();
            version(change.version(), out);
            numbers(ENDS, change.ends(), out);
            if (whole) {
                out.writeBooleanField(WHOLE, true);
            } else {
                edit(change.forward(), out, seal);
            }
            if (inverse.length > 0) {
                out.writeFieldName(INVERSE);
                out.writeRawValue(new String(inverse, UTF_8));
            }
            out.writeEndObject();
        } catch (UncheckedIOException noKey) {
            throw noKey.getCause();
        }
        return text.toByteArray();
    }

    /// Versions that wait to be confirmed no longer.
    static byte[] ends(Set<Long> versions) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(text)) {
            out.writeStartObject();
            numbers(ENDS, versions, out);
            out.writeEndObject();
        }
        return text.toByteArray();
    }

    private static byte[] inverse(StoredChange change, SecretSeal seal) throws IOException {
        StateEdit inverse = change.inverse();
        if (inverse == null) {
            return new byte[0];
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(text)) {
            out.writeStartObject();
            edit(inverse, out, seal);
            out.writeEndObject();
        } catch (UncheckedIOException noKey) {
            throw noKey.getCause();
        }
        if (text.size() <= MOST_INVERSE_BYTES) {
            return text.toByteArray();
        }
        if (change.version().confirmBy() != null) {
            throw new IOException(
                    "what takes it back has more than " + MOST_INVERSE_BYTES + " bytes");
        }
        return new byte[0];
    }

    private static void version(Version version, JsonGenerator out) throws IOException {
        out.writeNumberField(VERSION, version.number());
        out.writeStringField(TIME, version.time().toString());
        out.writeStringField(WHO, version.who());
        out.writeStringField(REQUEST, version.requestId());
        out.writeArrayFieldStart(CHANGES);
        for (String change : version.changes()) {
            out.writeString(change);
        }
        out.writeEndArray();
        if (version.confirmBy() != null) {
            out.writeStringField(CONFIRM_BY, version.confirmBy().toString());
        }
    }

    private static void numbers(String name, Set<Long> numbers, JsonGenerator out)
            throws IOException {
        if (!numbers.isEmpty()) {
            out.writeArrayFieldStart(name);
            for (long number : numbers) {
                out.writeNumber(number);
            }
            out.writeEndArray();
        }
    }

    private static void edit(StateEdit edit, JsonGenerator out, SecretSeal seal)
            throws IOException {
        out.writeFieldName(PUT);
        DesiredStateWriter.write(edit.put(), out, seal);
        out.writeArrayFieldStart(DELETED);
        for (ResourceReference reference : edit.deleted()) {
            out.writeString(reference.path());
        }
        out.writeEndArray();
    }

    /// Number of the version that the line is of; 0: of none.
    static long number(JsonNode line) {
        return line.path(VERSION).asLong();
    }

    /// Whether the state file holds what the change comes to, and the line does not.
    static boolean isWhole(JsonNode line) {
        return line.path(WHOLE).asBoolean();
    }

    static boolean isToBeConfirmed(JsonNode line) {
        return line.has(CONFIRM_BY);
    }

    static List<Long> ends(JsonNode line) {
        List<Long> ends = new ArrayList<>();
        line.path(ENDS).forEach(number -> ends.add(number.asLong()));
        return ends;
    }

    static Version version(JsonNode line) throws IOException {
        List<String> changes = new ArrayList<>();
        line.path(CHANGES).forEach(change -> changes.add(change.asText()));
        return new Version(
                number(line),
                time(line.path(TIME)),
                line.path(WHO).asText(),
                line.path(REQUEST).asText(),
                changes,
                line.has(CONFIRM_BY) ? time(line.path(CONFIRM_BY)) : null);
    }

    private static Instant time(JsonNode text) throws IOException {
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeException e) {
            throw new IOException("a line of a journal has no time", e);
        }
    }

    /// What takes the change of a line back; null: it is not kept.
    ///
    /// @throws IOException also if a secret in it cannot be opened
    static @Nullable StateEdit inverse(JsonNode line, SecretSeal seal) throws IOException {
        JsonNode inverse = line.path(INVERSE);
        if (!inverse.isObject()) {
            return null;
        }
        DesiredStateDocument put = DesiredStateReader.read(inverse.path(PUT), seal);
        if (!put.faults().isEmpty()) {
            throw new IOException(put.faults().getFirst().toString());
        }
        List<ResourceReference> deleted = new ArrayList<>();
        inverse.path(DELETED).forEach(path -> deleted.add(new ResourceReference(path.asText())));
        return new StateEdit(put.state(), deleted);
    }
}
