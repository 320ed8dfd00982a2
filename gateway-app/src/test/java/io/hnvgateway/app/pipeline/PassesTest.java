package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.TrafficTotals;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A gateway that takes batches through the passes against one that takes the same frames one by
/// one, each its whole way: what leaves, in which order, and what is counted must be the same.
class PassesTest {
    private static final int TENANTS = 3;
    private static final int FLOWS = 64;
    private static final int BATCHES = 400;
    private static final int FRAMES = 24;

    /// Up to the ports of the inner packet.
    private static final int HEADER_BYTES = 80;

    private final Random random = new Random(3);
    private final Gateway passes = new Gateway();
    private final Gateway whole = new Gateway();
    private final Packet packet = new Packet();

    private static final class Gateway {
        private final PipelineWorld world = new PipelineWorld(TENANTS, FLOWS);
        private final PipelineTraffic traffic = new PipelineTraffic(world, TENANTS, FLOWS);

        Gateway() {
            for (int i = 0; i < PipelineProbe.CHUNKS; i++) {
                traffic.openSome();
            }
            world.back.digesting = true;
            world.front.digesting = true;
        }

        GatewayPipeline pipeline() {
            return world.core.pipeline();
        }
    }

    @AfterEach
    void close() {
        passes.world.close();
        whole.world.close();
    }

    @Test
    void treatBatchesAsTheWholeWayTreatsTheirFrames() {
        for (int i = 0; i < BATCHES; i++) {
            boolean up = random.nextBoolean();
            send(up, random.nextLong());
            assertThat(passes.world.front.digest).isEqualTo(whole.world.front.digest);
            assertThat(passes.world.back.digest).isEqualTo(whole.world.back.digest);
        }
        assertThat(counters(passes)).isEqualTo(counters(whole));
        assertThat(passes.world.front.sent).isGreaterThan(BATCHES * FRAMES / 5);
        assertThat(passes.world.back.sent).isGreaterThan(BATCHES * FRAMES / 5);
        assertThat(passes.world.frames.available()).isEqualTo(whole.world.frames.available());
    }

    private void send(boolean up, long seed) {
        FrameBatch batch = mutated(passes, up, new Random(seed));
        passes.pipeline().onBatch(port(passes, up), batch, passes.world.nowNs);
        FrameBatch same = mutated(whole, up, new Random(seed));
        for (int i = 0; i < same.size(); i++) {
            packet.reset(
                    port(whole, up).index(), same.address(i), same.length(i), whole.world.nowNs);
            whole.pipeline().replay(packet);
        }
    }

    private static RecyclingPort port(Gateway gateway, boolean up) {
        return up ? gateway.world.back : gateway.world.front;
    }

    /// Frames of known flows, of which one in three has a wrong byte, half of those with a right
    /// checksum, and some are cut short.
    private static FrameBatch mutated(Gateway gateway, boolean up, Random random) {
        FrameBatch whole = gateway.traffic.some(up, FRAMES, random.nextInt(FLOWS));
        FrameBatch batch = new FrameBatch();
        for (int i = 0; i < whole.size(); i++) {
            long frame = whole.address(i);
            int length = whole.length(i);
            if (random.nextInt(3) == 0) {
                int at = random.nextInt(Math.min(HEADER_BYTES, length));
                Memory.put8(frame + at, random.nextInt(256));
                if (random.nextBoolean()) {
                    Ipv4Header.updateChecksum(frame + 14, Ipv4Header.BYTES);
                    if (up) {
                        Ipv4Header.updateChecksum(frame + 56, Ipv4Header.BYTES);
                    }
                }
            }
            batch.add(frame, random.nextInt(20) == 0 ? random.nextInt(length) : length);
        }
        return batch;
    }

    private static List<Long> counters(Gateway gateway) {
        List<Long> values = new ArrayList<>();
        add(gateway.world.core.defaultState().counters(), values);
        var snapshot = gateway.world.core.compiler().published().get().forwarding();
        snapshot.compartments().stream().forEach(c -> add(c.state().counters(), values));
        return values;
    }

    private static void add(TrafficTotals totals, List<Long> into) {
        for (DropReason reason : DropReason.values()) {
            into.add(totals.drops(reason));
        }
        for (Verdict verdict : Verdict.values()) {
            into.add(totals.verdicts(verdict));
        }
    }
}
