package io.hnvgateway.lab.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes every page under `docs/` that follows from the code: `./hnv docs`.
public final class GeneratedPages {
    private GeneratedPages() {}

    /// Writes them into the directory named by the only argument.
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]);
        Files.writeString(docs.resolve("drop-reasons.md"), DropReasonsPage.text());
        Files.writeString(docs.resolve("metrics.md"), MetricsDocument.text());
    }
}
