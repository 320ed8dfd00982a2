package io.hnvgateway.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.capture.CaptureReader;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two tenants with the same addresses send the same; one is captured.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureNetTest {
    private static final String CONTOSO = "020000000110";
    private static final String WOODGROVE = "020000000210";

    private final LabNetwork lab = LabNetwork.build();

    @BeforeAll
    void start() {
        lab.startGateway(Forwarding.DEFAULT);
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    void seesOneTenantsKnownFlowsBothWaysAndNobodyElses() throws IOException {
        Station contoso = lab.tenants().contosoWeb().station();
        Station woodgrove = lab.tenants().woodgroveWeb().station();
        ping(contoso, 3); // the flows are known, and carried by who carries such
        ping(woodgrove, 3);
        Path file = lab.directory().resolve("contoso.pcapng");
        CompletableFuture<Ping> ofContoso = CompletableFuture.supplyAsync(() -> ping(contoso, 30));
        CompletableFuture<Ping> ofWoodgrove =
                CompletableFuture.supplyAsync(() -> ping(woodgrove, 30));
        Result result = capture("contoso", file, "2");
        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(ofContoso.join().allAnswered()).isTrue();
        assertThat(ofWoodgrove.join().allAnswered()).isTrue();
        List<CapturedFrame> frames = CaptureReader.read(file);
        assertThat(frames).hasSizeGreaterThan(4);
        assertThat(frames).extracting(CapturedFrame::port).contains("from-vm", "to-vm");
        assertThat(frames)
                .allSatisfy(frame ->
                        assertThat(HexFormat.of().formatHex(frame.bytes()))
                                .contains(CONTOSO)
                                .doesNotContain(WOODGROVE));
        assertThat(ping(contoso, 3).allAnswered()).isTrue();
    }

    @Test
    void refusesWhatItCannotCapture() {
        Path file = lab.directory().resolve("none.pcapng");
        assertThat(capture("nobody", file, "1").output()).contains("no such compartment");
        assertThat(capture("contoso", file, "51").succeeded()).isFalse();
        assertThat(file).doesNotExist();
    }

    private Result capture(String tenant, Path file, String seconds) {
        return lab.gateway()
                .control(
                        "capture", "--tenant", tenant, "-o", file.toString(), "--seconds", seconds);
    }

    private static Ping ping(Station from, int count) {
        return from.ping(LabPlan.INTERNET, "-c", Integer.toString(count), "-i", "0.1", "-W", "2");
    }
}
