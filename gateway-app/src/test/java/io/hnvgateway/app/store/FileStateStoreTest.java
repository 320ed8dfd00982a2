package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStateStoreTest {
    private static final StateEdit NOTHING = new StateEdit(DesiredState.EMPTY, List.of());

    @TempDir private Path temporary;

    private long number;

    private final DesiredState state = DesiredStateReader.read(Examples.twoTenants()).state();
    private Path directory;
    private FileStateStore store;

    @BeforeEach
    void open() throws IOException {
        directory = temporary.resolve("state");
        store = open(1 << 20);
    }

    private FileStateStore open(long leastJournalBytes) throws IOException {
        return new FileStateStore(
                new DiskDirectory(directory),
                new SecretBox(directory),
                () -> TestChanges.TIME,
                new StoreLimits(leastJournalBytes, 8 << 20, 64 << 20));
    }

    private void save(DesiredState saved) throws IOException {
        store.save(saved, TestChanges.change(++number, NOTHING, NOTHING));
    }

    private void append(StateEdit edit) throws IOException {
        store.append(TestChanges.change(++number, edit, NOTHING));
    }

    private DesiredState loaded() throws IOException {
        LoadedState loaded = open(1 << 20).load();
        assertThat(loaded.problem()).isEmpty();
        return state(loaded);
    }

    private static DesiredState state(LoadedState loaded) {
        assertThat(loaded.document().faults()).isEmpty();
        return loaded.document().state();
    }

    private static StateEdit address(String id, String address) {
        return new StateEdit(
                DesiredState.EMPTY.withPublicIPAddresses(
                        List.of(
                                new PublicIpAddress(
                                        id, AllocationMethod.STATIC, IpAddress.parse(address)))),
                List.of());
    }

    @Test
    void loadsEveryChangeThatWasAppended() throws IOException {
        save(state);
        append(address("Late", "203.0.113.9"));
        append(address("gone", "203.0.113.10"));
        append(
                new StateEdit(
                        DesiredState.EMPTY,
                        List.of(ResourceReference.of("publicIPAddresses", "GONE"))));
        store = open(1 << 20);
        store.load();
        append(address("late", "203.0.113.11"));

        assertThat(loaded().publicIPAddresses())
                .hasSize(state.publicIPAddresses().size() + 1)
                .contains(address("late", "203.0.113.11").put().publicIPAddresses().getFirst());
        assertThat(permissions(directory.resolve(Journals.PREFIX + 2))).isEqualTo("rw-------");
    }

    /// An older version wrote what this one refuses, and the operator has mended it since.
    @Test
    void whatAJournalReplacesIsNotReadAnyMore() throws IOException {
        byte[] body =
                """
                {"publicIPAddresses":[
                    {"resourceId":"Mended","properties":{"nonsense":1}},
                    {"resourceId":"gone","properties":{"nonsense":2}}]}
                """
                        .getBytes(UTF_8);
        StateHeader header = StateHeader.blank(Mark.NONE);
        var digest = header.begin();
        digest.update(body);
        Files.writeString(
                directory.resolve(FileStateStore.FILE),
                header.with(Digests.text(digest.digest())).text() + new String(body, UTF_8));
        store = open(1 << 20);
        assertThat(store.load().document().faults()).hasSizeGreaterThanOrEqualTo(2);
        append(address("mended", "203.0.113.9"));
        append(
                new StateEdit(
                        DesiredState.EMPTY,
                        List.of(ResourceReference.of("publicIPAddresses", "Gone"))));
        assertThat(loaded()).isEqualTo(address("mended", "203.0.113.9").put());
    }

    @Test
    void aJournalAloneIsAState() throws IOException {
        append(address("a", "203.0.113.9"));
        assertThat(loaded()).isEqualTo(address("a", "203.0.113.9").put());
    }

    /// Wherever the machine stopped, the changes before the last line are there.
    @Test
    void aJournalThatWasCutShortLosesItsLastLineOnly() throws IOException {
        append(address("a", "203.0.113.9"));
        long first = Files.size(directory.resolve(Journals.PREFIX + 1));
        append(address("b", "203.0.113.10"));
        byte[] whole = Files.readAllBytes(directory.resolve(Journals.PREFIX + 1));
        for (int length = 0; length <= whole.length; length++) {
            Files.write(
                    directory.resolve(Journals.PREFIX + 1), java.util.Arrays.copyOf(whole, length));
            int addresses = length < first ? 0 : length < whole.length ? 1 : 2;
            assertThat(loaded().publicIPAddresses()).as("%s bytes", length).hasSize(addresses);
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsReportedAndKeptAside() throws IOException {
        append(address("a", "203.0.113.9"));
        long first = Files.size(directory.resolve(Journals.PREFIX + 1));
        append(address("b", "203.0.113.10"));
        append(address("c", "203.0.113.11"));
        byte[] content = Files.readAllBytes(directory.resolve(Journals.PREFIX + 1));
        content[(int) first + 80] ^= 1;
        Files.write(directory.resolve(Journals.PREFIX + 1), content);

        LoadedState loaded = open(1 << 20).load();
        assertThat(loaded.problem()).contains("later changes are lost").contains("it is kept as");
        assertThat(state(loaded).publicIPAddresses()).hasSize(1);
        assertThat(files()).containsExactly(Journals.PREFIX + "1.damaged-20260102T030405.000Z");
    }

    @Test
    void aSaveEndsTheJournal() throws IOException {
        append(address("a", "203.0.113.9"));
        save(state);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        FileStateStore.FILE, Journals.PREFIX + 1, Journals.PREFIX + 2);
        append(address("b", "203.0.113.10"));
        assertThat(loaded().publicIPAddresses()).hasSize(state.publicIPAddresses().size() + 1);
    }

    /// The machine stops behind the rename: journals stay that the state holds already.
    @Test
    void aJournalThatTheStateHoldsIsNotAppliedAgain() throws IOException {
        append(address("a", "203.0.113.9"));
        byte[] journal = Files.readAllBytes(directory.resolve(Journals.PREFIX + 1));
        save(DesiredState.EMPTY);
        Files.write(directory.resolve(Journals.PREFIX + 1), journal);
        assertThat(loaded()).isEqualTo(DesiredState.EMPTY);
    }

    @Test
    void aCompactionTakesTheJournalInWhileChangesGoOn() throws IOException {
        store = open(1);
        assertThat(store.compaction()).isNull();
        append(address("a", "203.0.113.9"));
        StateStore.Compaction compaction = Objects.requireNonNull(store.compaction());
        append(address("b", "203.0.113.10"));
        compaction.write(address("a", "203.0.113.9").put());

        assertThat(files())
                .containsExactlyInAnyOrder(
                        FileStateStore.FILE, Journals.PREFIX + 1, Journals.PREFIX + 2);
        assertThat(loaded().publicIPAddresses()).hasSize(2);
    }

    @Test
    void aLateCompactionDoesNotUndoASave() throws IOException {
        store = open(1);
        append(address("a", "203.0.113.9"));
        StateStore.Compaction late = Objects.requireNonNull(store.compaction());
        save(state);
        late.write(address("a", "203.0.113.9").put());
        assertThat(DesiredStateWriter.write(loaded())).isEqualTo(DesiredStateWriter.write(state));
    }

    @Test
    void loadsWhatWasSaved() throws IOException {
        save(state);
        LoadedState loaded = new FileStateStore(directory).load();
        assertThat(loaded.problem()).isEmpty();
        assertThat(DesiredStateWriter.write(state(loaded)))
                .isEqualTo(DesiredStateWriter.write(state));
    }

    @Test
    void isEmptyAtFirst() {
        LoadedState loaded = store.load();
        assertThat(loaded.problem()).isEmpty();
        assertThat(state(loaded)).isEqualTo(DesiredState.EMPTY);
    }

    @Test
    void isForItsOwnerOnlyAndLeavesNothingAside() throws IOException {
        save(state);
        save(DesiredState.EMPTY);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        FileStateStore.FILE, Journals.PREFIX + 1, Journals.PREFIX + 2);
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve(FileStateStore.FILE))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "hnv-gateway desired state, format 1, sha256 00\n{}",
                "\u0000\u0000"
            })
    void keepsADamagedFileAsideAndStartsEmpty(String content) throws IOException {
        Files.writeString(directory.resolve(FileStateStore.FILE), content);
        LoadedState loaded = store.load();
        assertThat(loaded.problem())
                .contains("it is kept as")
                .contains("damaged-20260102T030405.000Z");
        assertThat(state(loaded)).isEqualTo(DesiredState.EMPTY);
        assertThat(files()).containsExactly(FileStateStore.FILE + ".damaged-20260102T030405.000Z");
        assertThat(store.load().problem()).isEmpty();
    }

    @Test
    void noticesEveryTruncationAndFlippedBit() throws IOException {
        save(state);
        Path file = directory.resolve(FileStateStore.FILE);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i += 97) {
            byte[] bad = good.clone();
            bad[i] ^= 4;
            Files.write(file, bad);
            assertThat(store.load().problem()).as("bit at %s", i).isNotEmpty();
            Files.write(file, java.util.Arrays.copyOf(good, i));
            assertThat(store.load().problem()).as("cut at %s", i).isNotEmpty();
        }
        Files.write(file, good);
        assertThat(store.load().problem()).isEmpty();
    }

    @Test
    void aSaveThatWasCutShortLeavesTheOldState() throws IOException {
        save(state);
        Files.write(directory.resolve(FileStateStore.FILE + ".new"), "half a fi".getBytes(UTF_8));
        assertThat(DesiredStateWriter.write(state(store.load())))
                .isEqualTo(DesiredStateWriter.write(state));
        save(DesiredState.EMPTY);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        FileStateStore.FILE, Journals.PREFIX + 1, Journals.PREFIX + 2);
    }

    @Test
    void saysWhenItCannotSave() throws IOException {
        Files.delete(directory);
        assertThatThrownBy(() -> save(state)).isInstanceOf(IOException.class);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
