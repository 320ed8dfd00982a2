package io.hnvgateway.app.process.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.PuntLedger.Kept;
import io.hnvgateway.app.compile.PuntLedger.Numbered;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PuntFileTest {
    private static final Kept TWO =
            new Kept(
                    9,
                    List.of(
                            peer(1, "10.0.0.4", "10.254.254.1"),
                            peer(8, "2001:db8::4", "2001:db8::1")));

    @TempDir Path directory;

    private static Numbered peer(int number, String peer, String local) {
        return new Numbered(
                number,
                new RoutingDomainId(new UUID(7, 9)),
                new BgpPeering(IpAddress.parse(peer), IpAddress.parse(local)));
    }

    private Path file() {
        return directory.resolve("checkpoint-bgp-peers");
    }

    @Test
    void whatOneProcessWritesTheNextReads() {
        assertThat(new PuntFile(directory).kept()).isEqualTo(Kept.NOTHING);
        new PuntFile(directory).write(TWO);
        assertThat(new PuntFile(directory).kept()).isEqualTo(TWO);
        new PuntFile(directory).write(Kept.NOTHING);
        assertThat(new PuntFile(directory).kept()).isEqualTo(Kept.NOTHING);
    }

    @Test
    void aTornFileIsAsNoneWhereverItEnds() throws IOException {
        new PuntFile(directory).write(TWO);
        byte[] whole = Files.readAllBytes(file());
        for (int bytes = 0; bytes < whole.length - 1; bytes++) {
            Files.write(file(), Arrays.copyOf(whole, bytes));
            assertThat(new PuntFile(directory).kept())
                    .as("%d bytes", bytes)
                    .isEqualTo(Kept.NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hnv-bgp-peers 2 9 0",
                "hnv-bgp-peers 1 9 1",
                "hnv-bgp-peers 1 0 0",
                "hnv-bgp-peers 1 65537 0",
                "hnv-bgp-peers 1 2 1\n2 00000000-0000-0007-0000-000000000009 10.0.0.4 10.0.0.1",
                "hnv-bgp-peers 1 2 1\n1 00000000-0000-0007-0000-000000000009 10.0.0.4 ::1",
                """
                hnv-bgp-peers 1 3 2
                1 00000000-0000-0007-0000-000000000009 10.0.0.4 10.0.0.1
                2 00000000-0000-0007-0000-000000000009 10.0.0.4 10.0.0.1\
                """,
                """
                hnv-bgp-peers 1 3 2
                1 00000000-0000-0007-0000-000000000009 10.0.0.4 10.0.0.1
                1 00000000-0000-0007-0000-000000000009 10.0.0.5 10.0.0.1\
                """
            })
    void whatNoGatewayWroteIsAsNone(String text) throws IOException {
        Files.writeString(file(), text + "\nend\n");
        assertThat(new PuntFile(directory).kept()).isEqualTo(Kept.NOTHING);
    }

    @Test
    void whereNothingCanBeWrittenTheGatewayGoesOn() {
        new PuntFile(directory.resolve("not-there")).write(TWO);
        assertThat(new PuntFile(directory.resolve("not-there")).kept()).isEqualTo(Kept.NOTHING);
    }
}
