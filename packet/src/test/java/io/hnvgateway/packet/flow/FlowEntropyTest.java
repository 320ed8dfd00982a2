package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import org.junit.jupiter.api.Test;

class FlowEntropyTest {
    private static final int FLOWS = 4096;
    private static final int BUCKETS = 16;

    @Test
    void consecutivePortsAndAddressesSpreadOverAllBuckets() {
        int[] byPort = new int[BUCKETS];
        int[] byAddress = new int[BUCKETS];
        for (int i = 0; i < FLOWS; i++) {
            byPort[FlowEntropy.hash(packet(0x0a00_000a, 20_000 + i)) >>> 28]++;
            byAddress[FlowEntropy.hash(packet(0x0a00_0000 + i, 443)) >>> 28]++;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            assertThat(byPort[bucket]).isBetween(FLOWS / BUCKETS / 2, FLOWS / BUCKETS * 2);
            assertThat(byAddress[bucket]).isBetween(FLOWS / BUCKETS / 2, FLOWS / BUCKETS * 2);
        }
    }

    @Test
    void fragmentsOfOnePacketGoTogether() {
        Packet first = packet(0x0a00_000a, 5000);
        first.moreFragments = true;
        Packet later = packet(0x0a00_000a, 0);
        later.destinationPort = 0;
        later.fragmentOffset = 800;
        assertThat(FlowEntropy.hash(first)).isEqualTo(FlowEntropy.hash(later));
    }

    private static Packet packet(int source, int sourcePort) {
        Packet p = new Packet();
        p.source = source;
        p.destination = 0xc633_6432;
        p.protocol = IpProtocol.UDP;
        p.sourcePort = sourcePort;
        p.destinationPort = 53;
        return p;
    }
}
