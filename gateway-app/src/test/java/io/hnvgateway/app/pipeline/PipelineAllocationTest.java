package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a packet allocates, the least of many rounds, in a JVM without checked memory.
class PipelineAllocationTest {
    private static final int TENANTS = 8;
    private static final int FLOWS = 2048;
    private static final int ROUNDS = 20;

    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PipelineProbe.class.getName(),
                                Integer.toString(TENANTS),
                                Integer.toString(FLOWS),
                                Integer.toString(ROUNDS))
                        .redirectErrorStream(true)
                        .start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /// A few flows in a hundred thousand find no free slot among their eight.
    @Test
    void everyPacketWasForwardedAndNextToAllFromAnEntry() {
        int packets = ROUNDS * PipelineProbe.PACKETS;
        assertThat(output).contains("sent: %d out, %d in,".formatted(packets + FLOWS, packets));
        int entries = Integer.parseInt(output.replaceAll("(?s).*entries: (\\d+).*", "$1"));
        assertThat(entries).isBetween(2 * FLOWS - 4, 2 * FLOWS);
    }

    @Test
    void aPacketOfAKnownFlowAllocatesNothing() {
        assertThat(output).contains("outbound: 0 bytes").contains("inbound: 0 bytes");
    }

    @Test
    void aPacketThatOpensASessionAllocatesNothing() {
        assertThat(output).contains("sessions: 0 bytes").contains("batches: 0 bytes");
        int foreseen = PipelineProbe.CHUNKS * PipelineTraffic.BATCH;
        assertThat(output).contains("foreseen: " + foreseen);
    }

    @Test
    void aSegmentOfBgpAllocatesNothing() {
        int packets = ROUNDS * PipelineProbe.PACKETS;
        assertThat(output).contains("bgp: %d up, %d down".formatted(packets, packets));
        assertThat(output).contains("to-speakers: 0 bytes").contains("from-speakers: 0 bytes");
    }
}
