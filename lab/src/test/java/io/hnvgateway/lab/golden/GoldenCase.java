package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.capture.CaptureReader;
import io.hnvgateway.lab.capture.CapturedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One golden case, read from its folder.
///
/// @param drops drop reason's label → frames
public record GoldenCase(
        String name,
        CaseConfig config,
        List<CapturedFrame> in,
        List<CapturedFrame> out,
        Map<String, Integer> drops) {
    static final Path FOLDER = Path.of(System.getProperty("hnv.root", ".."), "lab", "cases");
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    /// `-Dgolden.case=REGEX` picks cases.
    private static final Pattern WANTED = Pattern.compile(System.getProperty("golden.case", ".*"));

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

    /// Those that a runner is to play.
    public static List<GoldenCase> wanted() {
        return all().stream().filter(golden -> WANTED.matcher(golden.name()).matches()).toList();
    }

    /// Whether no case is left out.
    public static boolean areAllWanted() {
        return WANTED.pattern().equals(".*");
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

    /// The same case with its ports on other devices, the first link on the first device.
    public GoldenCase over(List<String> devices) {
        String json = JSON.valueToTree(config).toString();
        Map<String, String> deviceOf = new HashMap<>();
        for (int i = 0; i < config.links().size(); i++) {
            String port = config.links().get(i).name();
            deviceOf.put(port, devices.get(i));
            json = json.replace('"' + port + '"', '"' + devices.get(i) + '"');
            json = json.replaceAll("(?<=[=,@])" + port + "(?=[.;,\"])", devices.get(i));
        }
        try {
            return new GoldenCase(
                    name,
                    JSON.readValue(json, CaseConfig.class),
                    moved(in, deviceOf),
                    moved(out, deviceOf),
                    drops);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<CapturedFrame> moved(
            List<CapturedFrame> frames, Map<String, String> deviceOf) {
        return frames.stream()
                .map(f ->
                        new CapturedFrame(
                                f.atNs(), deviceOf.getOrDefault(f.port(), f.port()), f.bytes()))
                .toList();
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
