package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames from one device to another through a worker, over one pool.
@Tag("net")
class ForwardingNetTest {
    private static final int BURST = 100;
    private static final int ROUNDS = 20;

    private final VethPeer left = new VethPeer("numrxqueues 2 numtxqueues 2");
    private final VethPeer right = new VethPeer();

    @AfterEach
    void close() {
        Guard.detach(List.of(left.device(), right.device()));
        left.close();
        right.close();
    }

    private DataPath open(DataPathMode mode, int frames) {
        return DataPathOpener.open(
                new DataPathConfig(
                        mode,
                        List.of(left.device(), right.device()),
                        new DataPathConfig.Sizes(frames, 1024, 256, 256)),
                TestPolicies.everything(left.device(), PortRole.BACK_END)
                        .withPort(right.device(), PortPolicy.of(PortRole.FRONT_END)));
    }

    /// Sends everything out of the other port, four bytes further on and shorter.
    private static final class Shortening implements FrameHandler {
        private final DataPath path;

        Shortening(DataPath path) {
            this.path = path;
        }

        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {
            DataPathPort out = path.ports().get(1 - port.index());
            for (int i = 0; i < batch.size(); i++) {
                long address = batch.address(i) + 4;
                Memory.copy(batch.address(i), address, 14);
                if (!out.transmit(address, batch.length(i) - 4)) {
                    path.framePool().free(address);
                }
            }
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void forwardsEachFrameOnceAndKeepsThePoolWhole(DataPathMode mode) throws Exception {
        forward(mode, 16384);
    }

    /// Fewer frames than the rings of one queue hold: what one port has sent, another could hoard.
    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void goesOnWithFewerFramesThanTheRingsHold(DataPathMode mode) throws Exception {
        forward(mode, 1024);
    }

    private void forward(DataPathMode mode, int frames) throws Exception {
        byte[][] burst = new byte[BURST][];
        String[] expected = new String[BURST];
        for (int i = 0; i < BURST; i++) {
            byte[] payload = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(i));
            burst[i] = Frames.ethernet(Frames.TO_DEVICE, "0800", payload);
            expected[i] = HexFormat.of().formatHex(shortened(burst[i]));
        }
        try (DataPath path = open(mode, frames)) {
            try (FrameCapture capture = right.capture();
                    Worker worker =
                            new Worker(
                                            "w",
                                            path.ports(),
                                            new Shortening(path),
                                            Throwable::printStackTrace)
                                    .start()) {
                for (int round = 0; round < ROUNDS; round++) {
                    left.send(burst);
                    assertThat(capture.take(BURST, Duration.ofSeconds(20)))
                            .containsExactlyInAnyOrder(expected);
                }
                assertThat(worker.internalErrors()).isZero();
            }
            assertThat(path.ports())
                    .allMatch(port -> port.framesHeld() <= path.framePool().capacity() / 2);
            int held = path.ports().stream().mapToInt(DataPathPort::framesHeld).sum();
            assertThat(path.framePool().available() + held).isEqualTo(path.framePool().capacity());
        }
    }

    private static byte[] shortened(byte[] frame) {
        byte[] expected = Arrays.copyOfRange(frame, 4, frame.length);
        System.arraycopy(frame, 0, expected, 0, 14);
        return expected;
    }
}
