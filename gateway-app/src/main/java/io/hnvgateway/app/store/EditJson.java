package io.hnvgateway.app.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.ResourceReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A [StateEdit] as the journal keeps it; [Edits] reads it.
final class EditJson {
    static final String PUT = "put";
    static final String DELETED = "deleted";

    private EditJson() {}

    /// In one line, without its end.
    ///
    /// @param seal secrets are kept as it makes them
    static byte[] write(StateEdit edit, SecretSeal seal) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(text)) {
            out.writeStartObject();
            out.writeFieldName(PUT);
            DesiredStateWriter.write(edit.put(), out, seal);
            out.writeArrayFieldStart(DELETED);
            for (ResourceReference reference : edit.deleted()) {
                out.writeString(reference.path());
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (UncheckedIOException noKey) {
            throw noKey.getCause();
        }
        return text.toByteArray();
    }
}
