package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.VM6;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
        run(data);
    }

    @FuzzTest
    void quotationsAreReadWithinTheirBytes(byte[] data) {
        exactly(data, at -> new QuotedPacket().read(at, data.length));
    }

    /// Right checksums over mutated content, so that most of it is read.
    @Test
    void mutatedMessagesAreReadWithinTheirPacket() {
        Random random = new Random(4711);
        int reported = 0;
        for (int i = 0; i < 20_000; i++) {
            WORLD.at(i * 100_000_000L);
            byte[] data = random.nextBoolean() ? redirect(random) : solicitation(random);
            reported += run(data);
        }
        assertThat(reported).isBetween(500, 19_000);
    }

    private static byte[] redirect(Random random) {
        byte[] inner = ipv4(StageWorld.GATEWAY, StageWorld.VM, 17, udp(1, 2, new byte[20]));
        byte[] quoted = nvgre(StageWorld.VSID, ethernet(1, 2, EthernetHeader.TYPE_IPV4, inner));
        byte[] body = mutated(quoted, random);
        if (random.nextBoolean()) {
            byte[] before = join(new byte[4], bytes("2001:db8:77::1"), new byte[16]);
            return icmp6(VM6, "fe80::1", 64, 137 << 8 | 1, mutated(join(before, body), random));
        }
        int target = IpAddress.parse(StageWorld.NEW_HOST).ipv4Bits();
        byte[] icmp = icmp(random.nextInt(4) == 0 ? 3 : 5, 10, target, body);
        return ipv4(StageWorld.HOST, StageWorld.GATEWAY_PA, 1, icmp);
    }

    private static byte[] solicitation(Random random) {
        byte[] options = join(linkLayer(1, StageWorld.VM_MAC), linkLayer(14, 1));
        byte[] body = join(new byte[4], bytes(StageWorld.GATEWAY6), options);
        int type = 133 + random.nextInt(5);
        return icmp6(VM6, StageWorld.GATEWAY6, 255, type << 8, mutated(body, random));
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        boolean cut = random.nextInt(3) == 0;
        byte[] copy = Arrays.copyOf(bytes, cut ? 4 + random.nextInt(bytes.length) : bytes.length);
        for (int i = random.nextInt(3); i > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /// Number of events and answers.
    private static int run(byte[] data) {
        exactly(data, ip -> message(ip, data.length));
        int reported = WORLD.events.size() + WORLD.sent.size();
        WORLD.sent.clear();
        WORLD.events.clear();
        return reported;
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
    }
}
