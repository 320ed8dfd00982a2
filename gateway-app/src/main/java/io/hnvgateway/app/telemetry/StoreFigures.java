package io.hnvgateway.app.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// How large what is stored has become.
final class StoreFigures implements Figures {
    private static final String STATE = "desired-state.json";
    private static final String JOURNALS = "desired-state.journal-*";

    private final Path directory;

    StoreFigures(Path directory) {
        this.directory = directory;
    }

    @Override
    public void into(Samples samples) throws IOException {
        samples.add(Metric.STORE_BYTES, size(directory.resolve(STATE)), Labels.EMPTY, "state");
        long journals = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, JOURNALS)) {
            for (Path file : files) {
                journals += size(file);
            }
        }
        samples.add(Metric.STORE_BYTES, journals, Labels.EMPTY, "journals");
    }

    /// One that a compaction has just removed has none.
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }
}
