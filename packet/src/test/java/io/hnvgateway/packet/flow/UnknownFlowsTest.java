package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which candidates of a batch [FlowPasses#unknown] names.
class UnknownFlowsTest {
    private static final int PACKETS = 6;
    private static final int BYTES = 64;
    private static final int SERVER = 0xc633_6402;

    private final NativeMemory memory = new NativeMemory();
    private final ExecutorWorld world = new ExecutorWorld();
    private final FlowTable table = new FlowTable(memory.slots(64), 7);
    private final FlowPasses passes = world.executor.passes(table);
    private final MemorySegment frames = memory.allocate((long) PACKETS * BYTES, BYTES);
    private final int[] found = new int[PACKETS];

    @BeforeEach
    void write() {
        HitCandidates c = passes.candidates();
        for (int i = 0; i < PACKETS; i++) {
            long ip = frames.address() + (long) i * BYTES;
            Ipv4Header.write(
                    ip,
                    46,
                    0,
                    64 << 8 | IpProtocol.UDP,
                    Ipv4Header.addresses(ExecutorWorld.VM_ADDRESS, SERVER));
            Memory.put32(ip + Ipv4Header.BYTES, (7000 + i) << 16 | 443);
            Memory.put32(ip + Ipv4Header.BYTES + 4, 26 << 16 | 1);
            c.ip[i] = ip;
            c.limit[i] = ip + BYTES;
            c.compartment[i] = ExecutorWorld.OWNER;
        }
        passes.prepare(PACKETS);
    }

    @AfterEach
    void close() {
        world.close();
        memory.close();
    }

    private void know(int i) {
        int ports = (7000 + i) << 16 | 443;
        FlowKey key = new FlowKey();
        key.set(ExecutorWorld.OWNER, ExecutorWorld.VM_ADDRESS, SERVER, ports, IpProtocol.UDP);
        table.insert(key, world.outbound(7000 + i, 0x8123), 0);
    }

    private int[] unknown(int from) {
        return Arrays.copyOf(found, passes.unknown(from, PACKETS, found));
    }

    @Test
    void thoseWithoutAnEntryInOrder() {
        know(1);
        know(4);
        assertThat(unknown(0)).containsExactly(0, 2, 3, 5);
        assertThat(unknown(3)).containsExactly(3, 5);
    }

    @Test
    void noneThatIsNoCandidate() {
        passes.candidates().ip[2] = HitCandidates.NONE;
        assertThat(unknown(0)).containsExactly(0, 1, 3, 4, 5);
    }
}
