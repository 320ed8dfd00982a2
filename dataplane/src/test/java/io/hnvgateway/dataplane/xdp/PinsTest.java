package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
    @Test
    void linksHaveNamesWithoutDots() {
        assertThat(Pins.linkName(new NetDevice("eth0.100", 2, 0, 1500, 1)))
                .isEqualTo("link-eth0%2e100");
        assertThat(Pins.linkName(new NetDevice("eth0%2e100", 3, 0, 1500, 1)))
                .isEqualTo("link-eth0%252e100");
    }

    @Test
    void leavesADirectoryOfAnotherFileSystemAlone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "");
        assertThat(Pins.whyUnusable(folder).orElseThrow())
                .startsWith(folder + " is not below the root of a bpffs");
        assertThat(Pins.detach(folder)).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void takesNoDirectoryWhereNoneCanBeMade() {
        assertThat(Pins.whyUnusable(Path.of("/proc/no/such/directory"))).isPresent();
    }
}
