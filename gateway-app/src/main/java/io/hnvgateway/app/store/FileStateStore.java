package io.hnvgateway.app.store;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The store in the state directory: the file `desired-state.json`, and journals of what was
/// changed since. Used by one thread at a time, but for what a [StateStore.Compaction] does.
public final class FileStateStore implements StateStore {
    static final String FILE = "desired-state.json";
    private static final Set<PosixFilePermission> OWNER_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// Journals below this are not worth writing the whole state anew.
    private static final long LEAST_JOURNAL_BYTES = 1 << 20;

    /// Journals beyond this are: at the next start, what they say is in memory at once.
    private static final long MOST_JOURNAL_BYTES = 8 << 20;

    private final Path directory;
    private final Path file;
    private final InstantSource clock;
    private final Journals journals;
    private final SecretBox secrets;
    private final StateFile stateFile;
    private final long leastJournalBytes;
    private @Nullable Journal journal;
    private long journalNumber;

    /// Makes the directory if it is missing, for its owner only.
    public FileStateStore(Path directory) throws IOException {
        this(directory, InstantSource.system(), LEAST_JOURNAL_BYTES);
    }

    FileStateStore(Path directory, InstantSource clock, long leastJournalBytes) throws IOException {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.clock = clock;
        this.leastJournalBytes = leastJournalBytes;
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
        journals = new Journals(directory);
        secrets = new SecretBox(directory);
        stateFile = new StateFile(directory, file, journals, secrets);
        journalNumber = lastNumber(journals.files());
    }

    private static long lastNumber(NavigableMap<Long, Path> files) {
        return files.isEmpty() ? 0 : files.lastKey();
    }

    /// A key of this directory's that is the same over all restarts, one for each purpose. For any
    /// threads.
    ///
    /// @throws java.io.UncheckedIOException if it can neither be read nor made
    public byte[] derivedKey(String purpose) {
        return secrets.derivedKey(purpose);
    }

    @Override
    public LoadedState load() {
        try {
            long written = stateFile.verify();
            journalNumber = Math.max(journalNumber, written);
            Journals.Read read = journals.readAfter(written);
            DesiredStateDocument document = stateFile.read(read.edits()::replaces);
            if (!read.edits().isEmpty()) {
                document = document.and(read.edits().document(secrets));
            }
            return new LoadedState(
                    document,
                    read.damaged().isEmpty()
                            ? ""
                            : aside("is damaged: later changes are lost", read.damaged())
                                    .problem());
        } catch (DamagedStateException e) {
            return aside(e.getMessage(), allFiles());
        } catch (IOException e) {
            return LoadedState.damaged("the state in " + directory + " cannot be read: " + e);
        }
    }

    private List<Path> allFiles() {
        List<Path> all = new ArrayList<>(List.of(file));
        try {
            all.addAll(journals.files().values());
        } catch (IOException _) {
            // Then they stay, and the next load says so.
        }
        return all;
    }

    private LoadedState aside(String reason, List<Path> damaged) {
        String suffix = ".damaged-" + TIME.format(clock.instant());
        Path first = damaged.getFirst();
        try {
            for (Path path : damaged) {
                Path kept = path.resolveSibling(path.getFileName() + suffix);
                Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
            }
            return LoadedState.damaged(first + " " + reason + "; it is kept as " + first + suffix);
        } catch (IOException e) {
            return LoadedState.damaged(
                    first + " " + reason + "; it stays there, since it cannot be moved: " + e);
        }
    }

    @Override
    public void save(DesiredState state) throws IOException {
        endJournal();
        journalNumber++; // no compaction of what was before comes later than this
        stateFile.write(state, journalNumber);
    }

    @Override
    public void append(StateEdit edit) throws IOException {
        if (journal == null) {
            Journal opened = Journal.create(journals.file(journalNumber + 1));
            journalNumber++;
            journal = opened;
            OwnerFiles.syncDirectory(directory);
        }
        try {
            journal.append(EditJson.write(edit, secrets));
        } catch (IOException e) {
            endJournal();
            throw e;
        }
    }

    @Override
    public @Nullable Compaction compaction() {
        long limit = Math.clamp(stateFile.bytes(), leastJournalBytes, MOST_JOURNAL_BYTES);
        if (journal == null || journal.bytes() < limit) {
            return null;
        }
        endJournal();
        long through = journalNumber;
        return state -> stateFile.write(state, through);
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
