package io.hnvgateway.app.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionSourceTest {
    @TempDir private Path directory;

    @Test
    void theArgumentComesFirstThenTheFileThenTheEnvironment() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("c"),
                        "# the gateway\nVMHost=file;\n  # more\nWorkers=1\n");
        Map<String, String> both =
                Map.of(
                        ConnectionSource.VARIABLE,
                        "VMHost=env",
                        ConnectionSource.FILE_VARIABLE,
                        file.toString());
        assertThat(ConnectionSource.read("VMHost=arg", null, both)).isEqualTo("VMHost=arg");
        assertThat(ConnectionSource.read(null, file, both))
                .isEqualTo("\nVMHost=file;\n\nWorkers=1");
        assertThat(ConnectionSource.read(null, null, both)).isEqualTo("VMHost=env");
        assertThat(
                        ConnectionSource.read(
                                null,
                                null,
                                Map.of(ConnectionSource.FILE_VARIABLE, file.toString())))
                .contains("VMHost=file");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> ConnectionSource.read(null, null, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(ConnectionSource.VARIABLE);
        assertThatThrownBy(() -> ConnectionSource.read("a", directory, Map.of()))
                .isInstanceOf(IOException.class);
    }
}
