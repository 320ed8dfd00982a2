package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.nat.NatSessionView;
import io.hnvgateway.packet.FrameBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each packet of a session counts once, be it on the slow path or by its entry.
class FlowCountingTest {
    private static final int TENANTS = 2;
    private static final int FLOWS = 16;
    private static final int IP_BYTES = 38;

    @Test
    void theFirstPacketAndThoseByTheEntryCountOnceForTheirDirection() {
        try (PipelineWorld world = new PipelineWorld(TENANTS, FLOWS)) {
            PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            for (int flow = 0; flow < FLOWS; flow++) {
                carry(world, traffic, flow, 1 + flow % 3);
            }
            List<NatSessionView> sessions = sessions(world);
            assertThat(sessions).hasSize(FLOWS);
            assertThat(sessions.stream().map(s -> s.carried().packetsIn()).sorted())
                    .isEqualTo(inwardOfEach().sorted().toList());
            for (NatSessionView session : sessions) {
                NatSessionView.Carried carried = session.carried();
                assertThat(carried.packetsOut()).isEqualTo(1 + carried.packetsIn());
                assertThat(carried.bytesOut()).isEqualTo(carried.packetsOut() * IP_BYTES);
                assertThat(carried.bytesIn()).isEqualTo(carried.packetsIn() * IP_BYTES);
            }
        }
    }

    private static Stream<Long> inwardOfEach() {
        return IntStream.range(0, FLOWS).mapToObj(flow -> 1L + flow % 3);
    }

    private static void carry(PipelineWorld world, PipelineTraffic traffic, int flow, int times) {
        for (int i = 0; i < times; i++) {
            FrameBatch both = traffic.bothWays(flow);
            one(world, both, 0);
            one(world, both, 1);
        }
    }

    private static void one(PipelineWorld world, FrameBatch both, int i) {
        FrameBatch batch = new FrameBatch();
        batch.add(both.address(i), both.length(i));
        world.core.pipeline().onBatch(i == 0 ? world.back : world.front, batch, world.nowNs);
    }

    private static List<NatSessionView> sessions(PipelineWorld world) {
        List<NatSessionView> all = new ArrayList<>();
        BitSet compartments = new BitSet();
        compartments.set(1, TENANTS + 1);
        world.core.pipeline().nat().forEachSession(0, compartments, world.nowNs, all::add);
        return all;
    }
}
