package io.hnvgateway.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakerFilesTest {
    @TempDir Path directory;

    private SpeakerFiles files(Path of) {
        return new SpeakerFiles(
                of,
                Path.of("exabgp"),
                Path.of("none"),
                new BridgeProgram(Path.of("java"), List.of()));
    }

    @Test
    void allFilesOfAShardGoAndNoOthers() throws IOException {
        for (String name :
                List.of(
                        "shard-1.log",
                        "shard-1.log.1",
                        "shard-1.log.5",
                        "shard-1.conf.new",
                        "shard-1.sock.new",
                        "shard-11.log.1",
                        "rfc7606.py")) {
            Files.createFile(directory.resolve(name));
        }

        files(directory).remove(1);

        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder("shard-11.log.1", "rfc7606.py");
    }

    @Test
    void whatWasNeverThereIsRemoved() throws IOException {
        files(directory.resolve("none")).remove(1);

        assertThat(files(directory.resolve("none")).shards()).isEmpty();
    }
}
