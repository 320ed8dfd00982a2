package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HugePagesTest {
    private static final long LARGE_BYTES = 32L << 20;
    private static final String ASKED_FOR = " hg";

    /// The flags that the kernel keeps of the mapping in which an address lies.
    private static String flagsAt(long address) throws IOException {
        boolean found = false;
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
                found =
                        Long.parseUnsignedLong(range[0], 16) <= address
                                && address < Long.parseUnsignedLong(range[1], 16);
            } else if (found && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        throw new AssertionError("no mapping holds " + Long.toHexString(address));
    }

    @Test
    void areAskedForWhereATableIsLarge() throws IOException {
        assumeThat(Path.of("/sys/kernel/mm/transparent_hugepage")).exists();
        try (Mapping large = Mapping.inHugePages(LARGE_BYTES)) {
            assertThat(flagsAt(large.address())).contains(ASKED_FOR);
            assertThat(flagsAt(large.address() + LARGE_BYTES - 1)).contains(ASKED_FOR);
        }
        try (Mapping small = Mapping.inHugePages(4096)) {
            assertThat(flagsAt(small.address())).doesNotContain(ASKED_FOR);
        }
    }
}
