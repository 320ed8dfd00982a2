package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.HitCandidates;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OuterPassTest {
    private static final int TENANTS = 2;
    private static final int FLOWS = 64;
    private static final int UP_BYTES = 94;
    private static final int DOWN_BYTES = 60;
    private static final int VLAN = 7;

    private final PipelineWorld world = new PipelineWorld(TENANTS, FLOWS);
    private final PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
    private final ForwardingSnapshot snapshot =
            world.core.compiler().published().get().forwarding();
    private final OuterPass pass =
            new OuterPass(
                    new Links(List.of(world.back, world.front), List.of(), (_, _, _, _) -> {}),
                    snapshot);
    private final HitCandidates candidates = new HitCandidates();
    private final FrameBatch both = traffic.bothWays(1);
    private final byte[] up = bytes(both.address(0), UP_BYTES);
    private final byte[] down = bytes(both.address(1), DOWN_BYTES);

    @AfterEach
    void close() {
        world.close();
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }

    /// Runs the pass over one frame, of which checked memory guards the last byte.
    private boolean isCandidate(RecyclingPort port, byte[] frame, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment exact = arena.allocate(length + 1L).asSlice(0, length);
            MemorySegment.copy(frame, 0, exact, ValueLayout.JAVA_BYTE, 0, length);
            Memory.register(exact);
            FrameBatch batch = new FrameBatch();
            batch.add(exact.address(), length);
            pass.run(batch, port, snapshot, candidates);
            Memory.unregister(exact);
            return candidates.ip[0] != HitCandidates.NONE;
        }
    }

    private boolean upWith(int at, int value) {
        byte[] changed = up.clone();
        changed[at] = (byte) value;
        return isCandidate(world.back, changed, UP_BYTES);
    }

    @Test
    void findsThePacketsOfBothDirections() {
        assertThat(isCandidate(world.back, up, UP_BYTES)).isTrue();
        assertThat(candidates.vsid[0]).isEqualTo(PipelineWorld.FIRST_GATEWAY_VSID + 1);
        assertThat(candidates.sourceMac[0]).isEqualTo(PipelineWorld.VM_MAC);
        assertThat(candidates.compartment[0]).isPositive();
        assertThat(isCandidate(world.front, down, DOWN_BYTES)).isTrue();
        assertThat(candidates.compartment[0]).isZero();
        assertThat(candidates.provider[0]).isZero();
    }

    @Test
    void leavesWhatIsOnTheWrongSide() {
        byte[] wrong = up.clone();
        System.arraycopy(down, 0, wrong, 0, 6);
        assertThat(isCandidate(world.front, wrong, UP_BYTES)).isFalse();
        wrong = down.clone();
        System.arraycopy(up, 0, wrong, 0, 6);
        assertThat(isCandidate(world.back, wrong, DOWN_BYTES)).isFalse();
    }

    @Test
    void leavesWhateverIsUnusual() {
        assertThat(upWith(5, 0x77)).as("MAC address").isFalse();
        assertThat(upWith(0, 1)).as("group").isFalse();
        assertThat(upWith(14, 0x46)).as("options").isFalse();
        assertThat(upWith(20, 0x20)).as("fragment").isFalse();
        assertThat(upWith(25, 0)).as("checksum").isFalse();
        assertThat(upWith(33, 9)).as("not a provider address").isFalse();
        assertThat(upWith(34, 0x30)).as("GRE with a sequence number").isFalse();
        assertThat(upWith(38, 0x7f)).as("unknown VSID").isFalse();
        assertThat(upWith(47, 0x77)).as("inner MAC address").isFalse();
        assertThat(upWith(54, 0x81)).as("inner tag").isFalse();
    }

    /// Checked memory throws at the first byte outside.
    @Test
    void readsNoByteBehindAFrameOfAnyLength() {
        for (int length = 0; length <= UP_BYTES; length++) {
            assertThat(isCandidate(world.back, up, length)).isEqualTo(length == UP_BYTES);
        }
        for (int length = 0; length <= DOWN_BYTES; length++) {
            isCandidate(world.front, down, length);
        }
    }

    private static byte[] tagged(byte[] frame, int vlan) {
        byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = (byte) vlan;
        return tagged;
    }

    /// A tag of VLAN 0 only carries a priority.
    @Test
    void looksThroughATagOfAKnownLinkOnly() {
        assertThat(isCandidate(world.back, tagged(up, 0), UP_BYTES + 4)).isTrue();
        assertThat(isCandidate(world.back, tagged(up, VLAN), UP_BYTES + 4)).isFalse();
        for (int length = 0; length < UP_BYTES + 4; length++) {
            assertThat(isCandidate(world.back, tagged(up, 0), length)).isFalse();
        }
    }
}
