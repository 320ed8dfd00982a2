package io.hnvgateway.compartments.stage;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Any bytes as an inner IP packet, in memory of exactly their length: control messages and
/// neighbour discovery are read inside them only.
class ControlFuzzTest {
    /// One for all runs: its memory is never given back.
    private static final StageWorld WORLD = new StageWorld();

    private static final ControlStage CONTROL = new ControlStage(WORLD.context, WORLD);
    private static final InnerNdStage ND =
            new InnerNdStage(WORLD.context, WORLD.answers, WORLD.learning);

    @FuzzTest
    void messagesAreReadWithinTheirPacket(byte[] data) {
        exactly(data, ip -> message(ip, data.length));
    }

    @FuzzTest
    void quotationsAreReadWithinTheirBytes(byte[] data) {
        exactly(data, at -> new QuotedPacket().read(at, data.length));
    }

    private interface Reader {
        void read(long address);
    }

    private static void exactly(byte[] data, Reader reader) {
        if (data.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment exact = arena.allocate(data.length, 1);
            MemorySegment.copy(data, 0, exact, ValueLayout.JAVA_BYTE, 0, data.length);
            Memory.register(exact);
            reader.read(exact.address());
            Memory.unregister(exact);
        }
    }

    private static void message(long ip, int bytes) {
        Packet p = new Packet();
        p.reset(0, ip - EthernetHeader.BYTES, bytes + EthernetHeader.BYTES, 0);
        p.overlay = true;
        p.compartment = StageWorld.COMPARTMENT;
        p.vsid = StageWorld.VSID;
        p.innerSourceMac = StageWorld.HOST_MAC;
        boolean ipv6 = Memory.u8(ip) >>> 4 == 6;
        long end = ip + bytes;
        Verdict parsed = ipv6 ? Ipv6Parser.parse(p, ip, end) : Ipv4Parser.parse(p, ip, end);
        if (parsed == Verdict.DROP || TransportParser.parse(p) == Verdict.DROP) {
            return;
        }
        p.providerSourceHigh = p.sourceHigh();
        p.providerSourceLow = p.sourceLow();
        if (ControlStage.isControl(p, WORLD.compartment)) {
            CONTROL.receive(p, WORLD.compartment);
        } else if (IcmpMessages.isNeighborDiscovery(p)) {
            p.innerSourceMac = StageWorld.VM_MAC;
            ND.receive(p, WORLD.compartment);
        }
        WORLD.sent.clear();
        WORLD.events.clear();
    }
}
