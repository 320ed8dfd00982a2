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

    @Test
    void aShardOfSystemdHasItsEnvironmentForAShellAndABridgeThatKnowsTheGatewaysUser()
            throws Exception {
        ShardMain.write(
                directory,
                2,
                Path.of("/usr/sbin/exabgp"),
                Path.of("/run/hnv-gateway"),
                new BridgeProgram(Path.of("/jre/bin/java"), List.of(Path.of("/lib/bgp.jar"))));

        assertThat(directory.resolve("shard-2.args"))
                .content()
                .endsWith(directory + "\n2\n/usr/sbin/exabgp\n/run/hnv-gateway\n");
        Process shell =
                new ProcessBuilder(
                                "env",
                                "-i",
                                "sh",
                                "-c",
                                "set -a; . ./shard-2.env; env | grep ^exabgp_tcp_bind")
                        .directory(directory.toFile())
                        .start();
        assertThat(shell.inputReader().readLine())
                .isEqualTo(
                        "exabgp_tcp_bind="
                                + Aliases.ofShard(2, true)
                                + " "
                                + Aliases.ofShard(2, false));
        assertThat(shell.waitFor()).isZero();
    }
}
