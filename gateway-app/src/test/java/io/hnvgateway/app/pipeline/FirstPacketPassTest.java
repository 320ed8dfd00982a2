package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which packets of a batch are read ahead for; that it decides nothing, [PassesTest] shows.
class FirstPacketPassTest {
    private static final int TENANTS = 3;
    private static final int FLOWS = 64;
    private static final int FRAMES = 24;

    private final PipelineWorld world = new PipelineWorld(TENANTS, FLOWS);
    private final PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);

    @AfterEach
    void close() {
        world.close();
    }

    private long foreseenIn(int packets, int firstFlow) {
        long before = world.core.pipeline().foreseen();
        var batch = traffic.some(true, packets, firstFlow);
        world.core.pipeline().onBatch(world.back, batch, world.nowNs);
        return world.core.pipeline().foreseen() - before;
    }

    @Test
    void firstPacketsOfABatchAreReadAheadForOnce() {
        assertThat(foreseenIn(FRAMES, 0)).isEqualTo(FRAMES);
        assertThat(world.core.flows().live()).isEqualTo(FRAMES);
        assertThat(foreseenIn(FRAMES, 0)).isZero();
    }

    @Test
    void firstPacketsBehindKnownFlowsToo() {
        foreseenIn(FRAMES, 0);
        assertThat(foreseenIn(FRAMES, FRAMES / 2)).isEqualTo(FRAMES / 2);
    }

    @Test
    void aSingleOneIsNot() {
        assertThat(foreseenIn(1, 0)).isZero();
    }
}
