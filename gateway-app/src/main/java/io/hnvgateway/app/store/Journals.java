package io.hnvgateway.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The journals of a state directory by number: `desired-state.journal-7`. Each continues where the
/// one before it ended; those that the state holds already are its history.
final class Journals {
    static final String PREFIX = "desired-state.journal-";

    /// The history has no more of them.
    private static final int MOST_FILES = 2000;

    private final StateDirectory directory;
    private final long mostBytes;

    /// @param mostBytes of those that are kept as history, about
    Journals(StateDirectory directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    static String name(long number) {
        return PREFIX + number;
    }

    /// All that are there, in their order; of each how many bytes count, or [Long#MAX_VALUE] where
    /// no later one says so.
    NavigableMap<Long, Long> files() throws IOException {
        return files(0);
    }

    /// As [#files()], from a number on.
    NavigableMap<Long, Long> files(long first) throws IOException {
        NavigableMap<Long, Long> counting = new TreeMap<>();
        for (String name : directory.names()) {
            if (name.matches(PREFIX + "\\d{1,18}")) {
                long number = Long.parseLong(name.substring(PREFIX.length()));
                if (number >= first) {
                    counting.put(number, Long.MAX_VALUE);
                }
            }
        }
        Long before = null;
        for (long number : List.copyOf(counting.keySet())) {
            Optional<JournalLink> link = link(number);
            if (before != null && link.isPresent()) {
                boolean follows = link.get().follows() == before;
                counting.put(before, follows ? link.get().bytes() : 0);
            }
            before = number;
        }
        return counting;
    }

    private Optional<JournalLink> link(long number) throws IOException {
        try (InputStream in = directory.read(name(number))) {
            return JournalLink.read(in.readNBytes(JournalLink.MOST_BYTES));
        }
    }

    /// Reads one.
    ///
    /// @param limit as [#files] says
    Journal.Read read(long number, long limit, Journal.Lines lines) throws IOException {
        byte[] content;
        try (InputStream in = directory.read(name(number))) {
            content = in.readAllBytes();
        }
        return Journal.read(content, limit, lines);
    }

    /// Deletes the oldest beyond the bounds of the history.
    ///
    /// @param mark those behind it, and those that it needs, stay
    void prune(Mark mark) throws IOException {
        NavigableMap<Long, Long> sizes = new TreeMap<>();
        for (long number : files().keySet()) {
            sizes.put(number, directory.size(name(number)));
        }
        long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
        int files = sizes.size();
        for (var file : sizes.headMap(mark.firstOfInterest(), false).entrySet()) {
            if (bytes <= mostBytes && files <= MOST_FILES) {
                return;
            }
            directory.delete(name(file.getKey()));
            bytes -= file.getValue();
            files--;
        }
    }
}
