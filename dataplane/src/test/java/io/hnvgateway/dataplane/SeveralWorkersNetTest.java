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
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several workers over the queues of two devices, one of which has one queue only.
@Tag("net")
class SeveralWorkersNetTest {
    private static final int FLOWS = 64;
    private static final int ROUNDS = 5;

    private final VethPeer left = new VethPeer();
    private final VethPeer right = new VethPeer("numrxqueues 2 numtxqueues 2");

    @AfterEach
    void close() {
        Guard.detach(List.of(left.device(), right.device()));
        left.close();
        right.close();
    }

    /// Sends each frame out of the other port and notes its inside address.
    private static final class Crossing implements FrameHandler {
        final Set<Integer> flows = ConcurrentHashMap.newKeySet();
        private final DataPath path;
        private final int worker;

        Crossing(DataPath path, int worker) {
            this.path = path;
            this.worker = worker;
        }

        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {
            DataPathPort out = path.ports(worker).get(1 - port.index());
            for (int i = 0; i < batch.size(); i++) {
                if (port.index() == 0) {
                    flows.add(Memory.u32(batch.address(i) + 14 + 20 + 8 + 14 + 12));
                }
                if (!out.transmit(batch.address(i), batch.length(i))) {
                    path.framePool(worker).free(batch.address(i));
                }
            }
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource({"XDP, 2", "XDP, 4", "XDP_GENERIC, 2", "PACKET, 2", "PACKET, 4"})
    void passTrafficBothWaysEachFlowByOneWorkerAndLoseNoFrame(DataPathMode mode, int workers)
            throws Exception {
        try (DataPath path = open(mode, workers)) {
            List<Crossing> handlers = new ArrayList<>();
            List<Worker> threads = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                Crossing handler = new Crossing(path, i);
                handlers.add(handler);
                threads.add(
                        new Worker("w" + i, path.ports(i), handler, Throwable::printStackTrace)
                                .start());
            }
            cross(left, right, nvgreOfFlows());
            cross(right, left, publicOfFlows());
            threads.forEach(Worker::close);
            assertThat(threads).allMatch(worker -> worker.internalErrors() == 0);
            assertEachFlowHadOneWorker(handlers);
            assertEveryFrameIsThere(path);
        }
    }

    private DataPath open(DataPathMode mode, int workers) {
        return DataPathOpener.open(
                new DataPathConfig(
                        mode,
                        List.of(left.device(), right.device()),
                        workers,
                        DataPathConfig.Sizes.SMALL),
                TestPolicies.everything(left.device(), PortRole.BACK_END)
                        .withPort(right.device(), PortPolicy.of(PortRole.FRONT_END)));
    }

    private static void cross(VethPeer from, VethPeer to, byte[][] frames) throws Exception {
        String[] expected = new String[frames.length];
        for (int i = 0; i < frames.length; i++) {
            expected[i] = HexFormat.of().formatHex(frames[i]);
        }
        try (FrameCapture capture = to.capture()) {
            for (int round = 0; round < ROUNDS; round++) {
                from.send(frames);
                assertThat(capture.take(frames.length, Duration.ofSeconds(20)))
                        .containsExactlyInAnyOrder(expected);
            }
        }
    }

    private static void assertEachFlowHadOneWorker(List<Crossing> handlers) {
        assertThat(handlers.stream().mapToInt(h -> h.flows.size()).sum()).isEqualTo(FLOWS);
        assertThat(handlers).as("every worker has flows").noneMatch(h -> h.flows.isEmpty());
    }

    private static void assertEveryFrameIsThere(DataPath path) {
        int all = 0;
        int there = 0;
        for (int worker = 0; worker < path.workers(); worker++) {
            FramePool pool = path.framePool(worker);
            pool.collect();
            all += pool.capacity();
            there += pool.available();
            there += path.ports(worker).stream().mapToInt(DataPathPort::framesHeld).sum();
        }
        assertThat(there).isEqualTo(all);
    }

    /// The same outer addresses, and many inside.
    private static byte[][] nvgreOfFlows() {
        byte[][] frames = new byte[FLOWS][];
        for (int i = 0; i < FLOWS; i++) {
            ByteBuffer nvgre = ByteBuffer.allocate(8 + 14 + 20 + 8);
            nvgre.putInt(0x2000_6558).putInt(5001 << 8);
            nvgre.putInt(8 + 12, 0x0800_4500);
            nvgre.putInt(8 + 14 + 12, 0x0a00_0000 | i);
            byte[] ip = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, nvgre.array());
            frames[i] = Frames.ethernet(Frames.TO_DEVICE, "0800", ip);
        }
        return frames;
    }

    private static byte[][] publicOfFlows() {
        byte[][] frames = new byte[FLOWS][];
        for (int i = 0; i < FLOWS; i++) {
            ByteBuffer udp = ByteBuffer.allocate(30);
            udp.putShort((short) 53).putShort((short) (i << 6)).putShort((short) 30);
            byte[] ip = Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, 17, udp.array());
            frames[i] = Frames.ethernet(Frames.TO_DEVICE, "0800", ip);
        }
        return frames;
    }
}
