package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowWarmerTest {
    private static final int TENANTS = 2;
    private static final int FLOWS = 64;

    private final PipelineWorld world = new PipelineWorld(TENANTS, FLOWS);
    private final PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
    private final FlowWarmer warmer = new FlowWarmer(world.core.flows(), 1);
    private final ForwardingSnapshot snapshot =
            world.core.compiler().published().get().forwarding();

    @AfterEach
    void close() {
        world.close();
    }

    /// An entry's first word is not zero, that of an unused slot is: so the sum tells.
    @Test
    void readsTheEntryOfEitherDirection() {
        FrameBatch batch = openOneFlow();
        for (int only = 0; only < 2; only++) {
            long before = warmer.warmed();
            FrameBatch twice = new FrameBatch();
            twice.add(batch.address(only), batch.length(only));
            twice.add(batch.address(only), batch.length(only));
            warmer.warm(twice, snapshot);
            assertThat(warmer.warmed()).as("direction %d", only).isNotEqualTo(before);
        }
    }

    private FrameBatch openOneFlow() {
        traffic.openSome();
        FrameBatch batch = traffic.bothWays(0);
        world.core.pipeline().onBatch(world.front, only(batch, 1), world.nowNs);
        assertThat(world.core.flows().live()).isPositive();
        return traffic.bothWays(0);
    }

    private static FrameBatch only(FrameBatch batch, int i) {
        FrameBatch one = new FrameBatch();
        one.add(batch.address(i), batch.length(i));
        return one;
    }

    @Test
    void leavesASmallTableAlone() {
        FrameBatch batch = openOneFlow();
        FlowWarmer idle = new FlowWarmer(world.core.flows(), FlowWarmer.LEAST_FLOWS);
        idle.warm(batch, snapshot);
        assertThat(idle.warmed()).isZero();
    }

    /// Checked memory throws at the first byte outside.
    @Test
    void readsNoByteBehindAFrameOfAnyLength() {
        FrameBatch both = openOneFlow();
        readsNothingBehind(bytes(both.address(0), 110));
        readsNothingBehind(bytes(both.address(1), 60));
    }

    private void readsNothingBehind(byte[] whole) {
        for (int length = 0; length <= whole.length; length++) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment exact = arena.allocate(length + 1L).asSlice(0, length);
                MemorySegment.copy(whole, 0, exact, ValueLayout.JAVA_BYTE, 0, length);
                Memory.register(exact);
                FrameBatch batch = new FrameBatch();
                batch.add(exact.address(), length);
                batch.add(exact.address(), length);
                warmer.warm(batch, snapshot);
                Memory.unregister(exact);
            }
        }
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }
}
