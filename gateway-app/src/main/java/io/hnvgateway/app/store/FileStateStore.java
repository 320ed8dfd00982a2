package io.hnvgateway.app.store;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The store in the state directory: the file `desired-state.json`, and journals of what was
/// changed since and before. Used by one thread at a time, but for the history and for what a
/// [StateStore.Compaction] does.
public final class FileStateStore implements StateStore {
    static final String FILE = StateFile.NAME;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final StateDirectory directory;
    private final InstantSource clock;
    private final Journals journals;
    private final SecretBox secrets;
    private final StateFile stateFile;
    private final FileHistory history;
    private final StoreLimits limits;
    private @Nullable Journal journal;

    /// Of the newest file, whether it counts or not.
    private long journalNumber;

    /// Of the newest that counts, and how much of it.
    private JournalLink last = new JournalLink(0, 0);

    /// The same before the last save.
    private JournalLink lastBefore = last;

    /// A state that could not be written when the change to another one was withdrawn.
    private @Nullable DesiredState owed;

    private long version;

    /// Changes that wait to be confirmed → their journal.
    private NavigableMap<Long, Long> waiting = new TreeMap<>();

    private NavigableMap<Long, Long> waitingBefore = new TreeMap<>();

    /// Makes the directory if it is missing, for its owner only.
    public FileStateStore(Path directory) throws IOException {
        this(
                new DiskDirectory(directory),
                new SecretBox(directory),
                InstantSource.system(),
                StoreLimits.DEFAULT);
    }

    FileStateStore(
            StateDirectory directory, SecretBox secrets, InstantSource clock, StoreLimits limits)
            throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.limits = limits;
        this.secrets = secrets;
        journals = new Journals(directory, limits.mostHistoryBytes());
        stateFile = new StateFile(directory, secrets);
        history = new FileHistory(directory, journals, stateFile, secrets);
        NavigableMap<Long, Long> files = journals.files();
        journalNumber = files.isEmpty() ? 0 : files.lastKey();
    }

    /// A key of this directory's that is the same over all restarts, one for each purpose. For any
    /// threads.
    ///
    /// @throws java.io.UncheckedIOException if it can neither be read nor made
    public byte[] derivedKey(String purpose) {
        return secrets.derivedKey(purpose);
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public LoadedState load() {
        try {
            Mark mark = stateFile.verify();
            journalNumber = Math.max(journalNumber, mark.journal());
            Replay replay = new Replay(journals, mark);
            replay.read();
            last = replay.last();
            version = replay.version();
            DesiredStateDocument document = stateFile.read(replay.edits()::replaces);
            if (!replay.edits().isEmpty()) {
                document = document.and(replay.edits().document(secrets));
            }
            List<String> problems = new ArrayList<>();
            if (!replay.damaged().isEmpty()) {
                problems.add(
                        aside(
                                        "is damaged: later changes are lost",
                                        replay.damaged().stream().map(Journals::name).toList())
                                .problem());
            }
            List<Unconfirmed> unconfirmed = unconfirmed(replay, problems);
            return new LoadedState(document, String.join("; ", problems), version, unconfirmed);
        } catch (DamagedStateException e) {
            return aside(e.getMessage(), allFiles());
        } catch (IOException e) {
            return LoadedState.damaged(
                    "the state in " + directory.path("") + " cannot be read: " + e);
        }
    }

    private List<Unconfirmed> unconfirmed(Replay replay, List<String> problems) {
        List<Unconfirmed> unconfirmed = new ArrayList<>();
        waiting = new TreeMap<>();
        replay.waiting()
                .forEach((number, line) -> {
                    try {
                        StateEdit inverse = ChangeJson.inverse(line.json(), secrets);
                        if (inverse == null) {
                            throw new IOException("what takes it back is not there");
                        }
                        unconfirmed.add(new Unconfirmed(ChangeJson.version(line.json()), inverse));
                        waiting.put(number, line.journal());
                    } catch (IOException e) {
                        problems.add(
                                "version "
                                        + number
                                        + " waits to be confirmed and cannot be taken back: "
                                        + e.getMessage());
                    }
                });
        return unconfirmed;
    }

    private List<String> allFiles() {
        List<String> all = new ArrayList<>(List.of(FILE));
        try {
            journals.files().keySet().forEach(number -> all.add(Journals.name(number)));
        } catch (IOException _) {
            // Then they stay, and the next load says so.
        }
        return all;
    }

    private LoadedState aside(String reason, List<String> damaged) {
        String suffix = ".damaged-" + TIME.format(clock.instant());
        String first = directory.path(damaged.getFirst());
        try {
            for (String name : damaged) {
                directory.rename(name, name + suffix);
            }
            return LoadedState.damaged(first + " " + reason + "; it is kept as " + first + suffix);
        } catch (IOException e) {
            return LoadedState.damaged(
                    first + " " + reason + "; it stays there, since it cannot be moved: " + e);
        }
    }

    /// The change is noted first, in a journal of its own that counts from the moment on at which
    /// the state file says that it holds it.
    @Override
    public void save(DesiredState state, StoredChange change) throws IOException {
        endJournal();
        long number = ++journalNumber; // no compaction of what was before comes later than this
        byte[] line = ChangeJson.write(change, true, secrets);
        try (Journal own = Journal.create(directory, Journals.name(number), last)) {
            own.append(line);
            directory.sync();
            NavigableMap<Long, Long> after = waitingAfter(change, number);
            stateFile.write(state, mark(number, change.version().number(), after));
            owed = null;
            lastBefore = last;
            last = new JournalLink(number, own.bytes());
            accepted(change.version().number(), after);
            history.add(version, number, own.lastLineOffset(), lineLength(line));
        } catch (IOException e) {
            forget(number);
            throw e;
        }
        prune(stateFile.mark());
    }

    private static int lineLength(byte[] json) {
        return Journal.DIGEST_CHARACTERS + 1 + json.length;
    }

    private void forget(long number) {
        try {
            directory.delete(Journals.name(number));
        } catch (IOException _) {
            // The next one says that it does not follow this one.
        }
    }

    private static Mark mark(long journal, long version, NavigableMap<Long, Long> waiting) {
        long open = waiting.values().stream().mapToLong(Long::longValue).min().orElse(0);
        return new Mark(journal, version, open);
    }

    private NavigableMap<Long, Long> waitingAfter(StoredChange change, long number) {
        NavigableMap<Long, Long> after = new TreeMap<>(waiting);
        after.keySet().removeAll(change.ends());
        if (change.version().confirmBy() != null) {
            after.put(change.version().number(), number);
        }
        return after;
    }

    private void accepted(long number, NavigableMap<Long, Long> waitingAfter) {
        version = number;
        waitingBefore = waiting;
        waiting = waitingAfter;
    }

    @Override
    public void append(StoredChange change) throws IOException {
        byte[] line = ChangeJson.write(change, false, secrets);
        Journal open = append(line);
        accepted(change.version().number(), waitingAfter(change, journalNumber));
        history.add(version, journalNumber, open.lastLineOffset(), lineLength(line));
    }

    @Override
    public void confirm(Set<Long> versions) throws IOException {
        append(ChangeJson.ends(versions));
        NavigableMap<Long, Long> after = new TreeMap<>(waiting);
        after.keySet().removeAll(versions);
        accepted(version, after);
    }

    /// Writes the state that the file should hold. Until that is done nothing is accepted: it would
    /// stand on a state that nobody wants.
    private void pay() throws IOException {
        DesiredState state = owed;
        if (state != null) {
            long refused = journalNumber++;
            stateFile.write(state, mark(journalNumber, version, waiting));
            owed = null;
            forget(refused);
        }
    }

    private Journal append(byte[] line) throws IOException {
        pay();
        Journal open = journal;
        if (open == null) {
            journalNumber++;
            open = Journal.create(directory, Journals.name(journalNumber), last);
            journal = open;
        }
        boolean isNew = open.bytes() == 0;
        try {
            open.append(line);
            if (isNew) {
                directory.sync();
            }
            last = new JournalLink(journalNumber, open.bytes());
            return open;
        } catch (IOException e) {
            endJournal();
            throw e;
        }
    }

    @Override
    public void withdraw(StoredChange change, @Nullable DesiredState before) throws IOException {
        long withdrawn = change.version().number();
        accepted(withdrawn - 1, waitingBefore);
        history.remove(withdrawn);
        if (before != null) {
            last = lastBefore;
            owed = before;
            pay();
        } else if (journal != null) {
            try {
                journal.withdrawLast();
            } finally {
                last = new JournalLink(journalNumber, journal.bytes());
                endJournal();
            }
        }
    }

    @Override
    public @Nullable Compaction compaction() {
        long limit =
                Math.clamp(
                        stateFile.bytes(), limits.leastJournalBytes(), limits.mostJournalBytes());
        if (journal == null || journal.bytes() < limit) {
            return null;
        }
        endJournal();
        Mark through = mark(journalNumber, version, waiting);
        return state -> {
            if (stateFile.write(state, through)) {
                prune(through);
            }
        };
    }

    private void prune(Mark mark) {
        try {
            journals.prune(mark);
        } catch (IOException _) {
            // The next write of the state tries again.
        }
    }

    /// The next change begins a new one.
    private void endJournal() {
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException _) {
                // Everything in it was synced.
            }
            journal = null;
        }
    }
}
