package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStateStoreTest {
    @TempDir private Path temporary;

    private final DesiredState state = DesiredStateReader.read(Examples.twoTenants()).state();
    private Path directory;
    private FileStateStore store;

    @BeforeEach
    void open() throws IOException {
        directory = temporary.resolve("state");
        store = new FileStateStore(directory, () -> Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void loadsWhatWasSaved() throws IOException {
        store.save(state);
        LoadedState loaded = new FileStateStore(directory).load();
        assertThat(loaded.problem()).isEmpty();
        assertThat(loaded.document()).isEqualTo(DesiredStateWriter.write(state));
    }

    @Test
    void isEmptyAtFirst() {
        LoadedState loaded = store.load();
        assertThat(loaded.problem()).isEmpty();
        assertThat(loaded.document()).isEmpty();
    }

    @Test
    void isForItsOwnerOnlyAndLeavesNothingAside() throws IOException {
        store.save(state);
        store.save(DesiredState.EMPTY);
        assertThat(files()).containsExactly(FileStateStore.FILE);
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
        assertThat(loaded.document()).isEmpty();
        assertThat(files()).containsExactly(FileStateStore.FILE + ".damaged-20260102T030405.000Z");
        assertThat(store.load().problem()).isEmpty();
    }

    @Test
    void noticesEveryTruncationAndFlippedBit() throws IOException {
        store.save(state);
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
        store.save(state);
        Files.write(directory.resolve(FileStateStore.FILE + ".new"), "half a fi".getBytes(UTF_8));
        assertThat(store.load().document()).isEqualTo(DesiredStateWriter.write(state));
        store.save(DesiredState.EMPTY);
        assertThat(files()).containsExactly(FileStateStore.FILE);
    }

    @Test
    void saysWhenItCannotSave() throws IOException {
        Files.delete(directory);
        assertThatThrownBy(() -> store.save(state)).isInstanceOf(IOException.class);
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
