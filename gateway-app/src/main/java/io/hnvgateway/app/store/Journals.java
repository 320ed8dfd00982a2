package io.hnvgateway.app.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The journals of a state directory by number: `desired-state.journal-7`. Each continues where the
/// one before it ended.
final class Journals {
    static final String PREFIX = "desired-state.journal-";

    private final Path directory;

    Journals(Path directory) {
        this.directory = directory;
    }

    Path file(long number) {
        return directory.resolve(PREFIX + number);
    }

    /// All that are there, in their order.
    NavigableMap<Long, Path> files() throws IOException {
        NavigableMap<Long, Path> byNumber = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches(PREFIX + "\\d{1,18}")) {
                    byNumber.put(Long.valueOf(name.substring(PREFIX.length())), file);
                }
            }
        }
        return byNumber;
    }

    /// What the journals behind a number hold.
    ///
    /// @param damaged those from the first that cannot be read whole on
    record Read(Edits edits, List<Path> damaged) {}

    Read readAfter(long number) throws IOException {
        Edits edits = new Edits();
        List<Path> damaged = new ArrayList<>();
        for (Path file : files().tailMap(number, false).values()) {
            if (!damaged.isEmpty() || !Journal.read(file, edits::add)) {
                damaged.add(file);
            }
        }
        return new Read(edits, damaged);
    }

    /// Deletes those up to a number: a written state holds them.
    void deleteThrough(long number) throws IOException {
        for (Path file : files().headMap(number, true).values()) {
            Files.deleteIfExists(file);
        }
    }
}
