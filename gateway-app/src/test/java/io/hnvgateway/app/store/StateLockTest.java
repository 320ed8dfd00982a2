package io.hnvgateway.app.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    @TempDir private Path directory;

    @Test
    void refusesASecondGatewayAndNamesTheFirst() throws IOException {
        StateLock first = StateLock.acquire(directory.resolve("state"));
        assertThatThrownBy(() -> StateLock.acquire(directory.resolve("state")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        StateLock.acquire(directory.resolve("another")).close();
        first.close();
        StateLock.acquire(directory.resolve("state")).close();
    }
}
