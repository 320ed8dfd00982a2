package io.hnvgateway.app.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.ResourceReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// A [StateEdit] as the journal keeps it; [Edits] reads it.
final class EditJson {
    static final String PUT = "put";
    static final String DELETED = "deleted";

    private EditJson() {}

    /// In one line, without its end.
    static byte[] write(StateEdit edit) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonText.compact(text)) {
            out.writeStartObject();
            out.writeFieldName(PUT);
            DesiredStateWriter.write(edit.put(), out);
            out.writeArrayFieldStart(DELETED);
            for (ResourceReference reference : edit.deleted()) {
                out.writeString(reference.path());
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toByteArray();
    }
}
