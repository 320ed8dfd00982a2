package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One compartment sends more first packets than the worker's ring holds; another one's come behind
/// them, and are there when the worker has time again. A share comes back so slowly that no test
/// lasts as long.
@Tag("net")
class SlowPathLimitNetTest {
    private static final int FLOOD = 4000;
    private static final int FLOODER = 5001;
    private static final int QUIET = 5002;
    private static final int OF_QUIET = 50;
    private static final int FRAMES_A_RING = 2048;
    private static final SlowPathLimit LIMIT = new SlowPathLimit(1, 128);

    private final VethPeer peer = new VethPeer();
    private int ofFlooder;
    private int ofQuiet;

    @AfterEach
    void close() {
        Guard.detach(List.of(peer.device()));
        peer.close();
    }

    private DataPath open(DataPathMode mode) {
        return DataPathOpener.open(
                new DataPathConfig(mode, List.of(peer.device()), DataPathConfig.Sizes.SMALL)
                        .with(LIMIT),
                TestPolicies.everything(peer.device(), PortRole.BACK_END));
    }

    private static byte[][] frames(int vsid, int count) {
        ByteBuffer nvgre = ByteBuffer.allocate(8 + 14 + 20 + 8);
        nvgre.putInt(0x2000_6558).putInt(vsid << 8);
        nvgre.putInt(8 + 12, 0x0800_4500);
        byte[] ip = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, nvgre.array());
        byte[][] frames = new byte[count][];
        Arrays.fill(frames, Frames.ethernet(Frames.TO_DEVICE, "0800", ip));
        return frames;
    }

    /// Takes and frees what waits.
    private void drain(DataPath path) {
        DataPathPort port = path.ports().getFirst();
        FrameBatch batch = new FrameBatch();
        ofFlooder = 0;
        ofQuiet = 0;
        while (port.receive(batch) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                int vsid = Memory.u32(batch.address(i) + 14 + 20 + 4) >>> 8;
                ofFlooder += vsid == FLOODER ? 1 : 0;
                ofQuiet += vsid == QUIET ? 1 : 0;
                path.framePool().free(batch.address(i));
            }
            port.flush();
            batch.clear();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataPathMode.class,
            names = {"XDP", "XDP_GENERIC"})
    void aFloodOfOneCompartmentLeavesRoomForAnother(DataPathMode mode) {
        try (DataPath path = open(mode)) {
            for (int round = 0; round < 2; round++) {
                long refused = path.memory().traffic().refused(1);
                peer.send(frames(FLOODER, FLOOD));
                peer.send(frames(QUIET, OF_QUIET));
                drain(path);
                assertThat(ofQuiet).isEqualTo(OF_QUIET);
                assertThat(ofFlooder).isBetween(FRAMES_A_RING / 2, FRAMES_A_RING / 2 + 200);
                assertThat(path.memory().traffic().refused(1) - refused)
                        .isEqualTo(FLOOD - ofFlooder);
            }
            assertThat(path.memory().traffic().refused(2)).isZero();
            assertThat(path.verdicts().frames(0, SteeringVerdict.DROP_SLOW_PATH_LIMIT))
                    .isEqualTo(path.memory().traffic().refused(1));
            assertThat(path.ports().getFirst().statistics().lostRingFull()).isZero();
        }
    }
}
