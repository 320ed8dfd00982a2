package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.capture.CaptureReader;
import io.hnvgateway.lab.capture.CapturedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One golden case, read from its folder.
///
/// @param drops drop reason's label → frames
record GoldenCase(
        String name,
        CaseConfig config,
        List<CapturedFrame> in,
        List<CapturedFrame> out,
        Map<String, Integer> drops) {
    static final Path FOLDER = Path.of(System.getProperty("hnv.root", ".."), "lab", "cases");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .sorted()
                    .map(GoldenCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GoldenCase named(String name) {
        return read(FOLDER.resolve(name));
    }

    private static GoldenCase read(Path folder) {
        try {
            return new GoldenCase(
                    folder.getFileName().toString(),
                    JSON.readValue(folder.resolve("config.json").toFile(), CaseConfig.class),
                    CaptureReader.read(folder.resolve("in.pcapng")),
                    CaptureReader.read(folder.resolve("out.pcapng")),
                    JSON.readValue(
                            folder.resolve("drops.json").toFile(),
                            new TypeReference<TreeMap<String, Integer>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(folder.toString(), e);
        }
    }

    /// When the clock stops.
    long endNs() {
        long last = in.isEmpty() ? 0 : in.getLast().atNs();
        for (CaseConfig.Change change : config.changes()) {
            last = Math.max(last, change.atNs());
        }
        return last + config.runOnMs() * 1_000_000L;
    }
}
