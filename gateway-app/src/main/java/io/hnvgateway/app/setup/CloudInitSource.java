package io.hnvgateway.app.setup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The key `hnv_gateway` of a cloud-config. cloud-init itself reads the YAML, merges its parts and
/// leaves the result as JSON.
///
/// @param directory cloud-init's run directory
record CloudInitSource(Path directory) implements SettingSource {
    static final String FILE = "combined-cloud-config.json";
    private static final String KEY = "hnv_gateway";
    private static final int LIMIT_BYTES = 4 << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .build())
                                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                                    .build())
                    .build();

    @Override
    public String name() {
        return "cloud-init";
    }

    @Override
    public Optional<String> find(Setting setting) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode part = own(file).path(setting.cloudKey());
        if (part.isMissingNode() || part.isNull()) {
            return Optional.empty();
        }
        if (!part.isTextual() || part.textValue().length() > BoundedText.SETTING_BYTES) {
            throw new IOException(
                    "%s.%s of the cloud-config must be one text of at most %d characters"
                            .formatted(KEY, setting.cloudKey(), BoundedText.SETTING_BYTES));
        }
        return Optional.of(part.textValue());
    }

    private static JsonNode own(Path file) throws IOException {
        try {
            JsonNode own = JSON.readTree(BoundedText.bytes(file, LIMIT_BYTES)).path(KEY);
            if (!own.isMissingNode() && !own.isNull() && !own.isObject()) {
                throw new IOException(KEY + " of the cloud-config must hold keys and values");
            }
            return own;
        } catch (JacksonException _) {
            // its message would quote the text
            throw new IOException(file + " is no JSON");
        }
    }
}
