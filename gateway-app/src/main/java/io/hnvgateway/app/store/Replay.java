package io.hnvgateway.app.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the journals say beyond a state file: changes since, and what waits to be confirmed. Used
/// by one thread, once.
final class Replay {
    private final Journals journals;
    private final Mark mark;
    private final Edits edits = new Edits();
    private final TreeMap<Long, Line> waiting = new TreeMap<>();
    private final List<Long> damaged = new ArrayList<>();
    private JournalLink last;
    private long version;

    /// A change as it stands in a journal.
    record Line(long journal, JsonNode json) {}

    Replay(Journals journals, Mark mark) {
        this.journals = journals;
        this.mark = mark;
        version = mark.version();
        last = new JournalLink(0, 0);
    }

    void read() throws IOException {
        for (var file : journals.files().entrySet()) {
            long journal = file.getKey();
            if (journal < mark.firstOfInterest()) {
                last = new JournalLink(journal, Math.min(file.getValue(), Long.MAX_VALUE - 1));
            } else if (damaged.isEmpty()) {
                read(journal, file.getValue());
            } else {
                damaged.add(journal);
            }
        }
    }

    private void read(long journal, long limit) throws IOException {
        boolean[] isVoid = {false};
        Journal.Read read =
                journals.read(
                        journal,
                        limit,
                        (_, _, line) -> {
                            boolean inState = journal <= mark.journal();
                            if (ChangeJson.isWhole(line) && !inState) {
                                isVoid[0] = true; // the state that it came to was never written
                            } else {
                                take(journal, line, inState);
                            }
                        });
        if (!read.whole()) {
            damaged.add(journal);
        } else if (!isVoid[0] && read.bytes() > 0) {
            last = new JournalLink(journal, read.bytes());
        }
    }

    private void take(long journal, JsonNode line, boolean inState) {
        if (!inState) {
            edits.add(line);
        }
        long number = ChangeJson.number(line);
        if (inState && number > mark.version()) {
            return; // it was withdrawn
        }
        ChangeJson.ends(line).forEach(waiting::remove);
        if (number > 0) {
            version = Math.max(version, number);
            if (ChangeJson.isToBeConfirmed(line)) {
                waiting.put(number, new Line(journal, line));
            }
        }
    }

    Edits edits() {
        return edits;
    }

    /// Those from the first that cannot be read whole on.
    List<Long> damaged() {
        return damaged;
    }

    /// By version.
    NavigableMap<Long, Line> waiting() {
        return waiting;
    }

    /// The last that counts, and how much of it.
    JournalLink last() {
        return last;
    }

    /// Of the last change; 0: none has one.
    long version() {
        return version;
    }
}
