package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Documents as the commands read them, and what came of one.
final class Documents {
    private Documents() {}

    /// @param file `-`: standard input
    static JsonNode read(Path file) throws IOException, RefusedException {
        byte[] text =
                file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        try {
            return JsonText.parse(text);
        } catch (FaultsException e) {
            throw new RefusedException(e.faults().stream().map(Fault::toString).toList());
        }
    }

    /// In one line.
    static String summary(JsonNode result) {
        int changes = result.path("changes").size();
        if (result.path("changed").asBoolean()) {
            long version = result.path("version").asLong();
            return "applied, " + counted(changes) + (version > 0 ? ", version " + version : "");
        }
        return changes == 0
                ? "no change"
                : "valid, would make " + counted(changes) + "; nothing was changed";
    }

    private static String counted(int changes) {
        return changes == 1 ? "1 change" : changes + " changes";
    }
}
