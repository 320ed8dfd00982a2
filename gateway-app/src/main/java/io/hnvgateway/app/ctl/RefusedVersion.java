package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is remembered of a version that was tried and did not forward: `version` and `reason`. The
/// script `hnv-fallback` writes the same where that version's program does not even start.
final class RefusedVersion {
    private RefusedVersion() {}

    static Map<String, String> read(Appliance appliance) throws IOException {
        return KeyValues.read(file(appliance));
    }

    static void note(Appliance appliance, List<String> reasons) throws IOException {
        Files.createDirectories(appliance.memory());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("version", appliance.version());
        values.put("reason", String.join("; ", reasons));
        KeyValues.write(file(appliance), values);
    }

    private static Path file(Appliance appliance) {
        return appliance.memory().resolve("refused");
    }
}
