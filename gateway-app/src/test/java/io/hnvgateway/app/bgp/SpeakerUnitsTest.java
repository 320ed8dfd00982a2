package io.hnvgateway.app.bgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpeakerUnitsTest {
    @TempDir private Path directory;
    private Path systemctl;
    private Path asked;

    @BeforeEach
    void systemctlThatWritesDown() throws IOException {
        systemctl = directory.resolve("systemctl");
        asked = directory.resolve("asked");
        script("echo \"$2 $3\" >> " + asked);
        Files.writeString(asked, "");
    }

    private void script(String body) throws IOException {
        Files.writeString(systemctl, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(asked);
    }

    @Test
    void startsAndStopsTheUnitOfAShardInTheOrderAskedFor() throws IOException {
        SpeakerUnits units = new SpeakerUnits(directory, systemctl);
        units.begin(0);
        units.release(0);
        units.begin(0);
        units.begin(7);
        units.close(true);

        assertThat(asked())
                .containsExactly(
                        "start hnv-speaker@0.service",
                        "stop hnv-speaker@0.service",
                        "start hnv-speaker@0.service",
                        "start hnv-speaker@7.service");
        assertThat(units.socket(7)).isEqualTo(directory.resolve("7/shard-7.sock"));
    }

    @Test
    void endsThemUnlessAnotherGatewayFollows() throws IOException {
        SpeakerUnits units = new SpeakerUnits(directory, systemctl);
        units.begin(1);
        units.begin(2);
        units.close(false);

        assertThat(asked().subList(2, asked().size()))
                .containsExactly("stop hnv-speaker@1.service", "stop hnv-speaker@2.service");
    }

    @Test
    void aRefusalIsToldInSystemdsWords() throws IOException {
        script("echo 'Interactive authentication required.' >&2; exit 1");
        SpeakerUnits units = new SpeakerUnits(directory, systemctl);

        assertThatThrownBy(() -> units.begin(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("start hnv-speaker@3.service")
                .hasMessageContaining("Interactive authentication required.");
        units.close(true);
    }

    @Test
    void whatAGatewayBeforeLeftIsStopped() throws IOException {
        Path shards = Files.createDirectories(directory.resolve("shards"));
        Files.createDirectories(shards.resolve("4"));
        Files.createDirectories(shards.resolve("not-a-shard"));
        new SpeakerUnits(shards, systemctl).endLeft();
        new SpeakerUnits(directory.resolve("none"), systemctl).endLeft();

        assertThat(asked()).containsExactly("stop hnv-speaker@4.service");
    }

    @Test
    void aNamespaceThatIsMissingIsNamedWithItsUnit() {
        SpeakerUnits units = new SpeakerUnits(directory, systemctl);
        assertThatThrownBy(units::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hnv-speaker-namespace.service");
        units.close(true);
    }
}
