package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir private Path directory;

    @Test
    void refusesADirectoryThatAnotherProcessHasAndNamesIt() throws Exception {
        Process other =
                new ProcessBuilder(
                                "flock", directory.toString(), "sh", "-c", "echo taken; exec cat")
                        .start();
        try (var said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("taken");
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            directory + ": another gateway runs with it, process " + other.pid());
            other.getOutputStream().close(); // ends cat, and with it the lock
            other.waitFor();
            DirectoryLock.acquire(directory).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void refusesADirectoryThatThisProcessHas() throws IOException {
        try (DirectoryLock _ = DirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .hasMessage(directory + ": this gateway has it already for something else");
            DirectoryLock.acquire(Files.createDirectory(directory.resolve("other"))).close();
        }
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void leavesNoFile() throws IOException {
        try (DirectoryLock _ = DirectoryLock.acquire(directory)) {
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void oneThatIsNotThereIsAnErrorOfItsOwn() {
        assertThatThrownBy(() -> DirectoryLock.acquire(directory.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory");
    }
}
