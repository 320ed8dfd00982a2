package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The drop reasons that no frame can cause alone: the gateway itself lacks something.
class FaultsOfTheGatewayTest {
    private final GoldenCase forwarded = GoldenCase.named("between-subnets-many");
    private final GoldenCase answered = GoldenCase.named("ping-gateway");
    private final InMemoryPorts ports = new InMemoryPorts(forwarded.config());
    private final GatewayUnderTest gateway = new GatewayUnderTest(forwarded.config(), ports);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anAnswerNeedsAFrame() {
        FramePool frames = ports.frames();
        while (frames.available() > 1) {
            frames.allocate();
        }
        gateway.receive("back", first(answered));
        assertDropped(DropReason.NO_FRAME);
        assertThat(frames.available()).isEqualTo(1);
    }

    @Test
    void aFullTransmitRingDropsWhatIsForwarded() {
        ports.ports().getFirst().transmitRoom(0);
        gateway.receive("back", first(forwarded));
        gateway.receive("back", first(forwarded));
        assertThat(gateway.accounts().drops())
                .isEqualTo(Map.of(DropReason.TRANSMIT_RING_FULL.label(), 2));
        assertThat(ports.framesInUse()).isZero();
    }

    @Test
    void aFaultInAStageCostsOneFrameAndIsRecorded() {
        gateway.receiveAmidst("back", first(forwarded), ports::forbidFrames);
        ports.permitFrames();
        assertDropped(DropReason.INTERNAL_ERROR);
        // Once in the passes over its batch, and once on its own way.
        assertThat(gateway.core().faults().total()).isEqualTo(2);
        assertThat(ports.framesInUse()).isZero();
        gateway.receive("back", first(forwarded));
        assertThat(ports.takeSent()).hasSize(1);
    }

    private void assertDropped(DropReason reason) {
        assertThat(gateway.accounts().drops()).isEqualTo(Map.of(reason.label(), 1));
        assertThat(gateway.accounts().balanced()).isTrue();
    }

    private static byte[] first(GoldenCase golden) {
        CapturedFrame frame = golden.in().getFirst();
        return frame.bytes();
    }
}
