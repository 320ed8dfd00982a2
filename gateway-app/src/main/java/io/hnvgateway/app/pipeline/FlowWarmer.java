package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTables;

/// Before a batch is carried packet by packet, guesses each one's flow entry and reads it, so that
/// the cache misses of a batch overlap instead of following each other.
///
/// A guess decides nothing: headers are read where they usually stand, and believed only so far
/// that no byte outside the frame is read. A table that fits the cache is left alone. Owner: the
/// worker.
final class FlowWarmer {
    /// With fewer entries than this (1 MiB) the table stays in the cache by itself.
    static final int LEAST_FLOWS = 1 << 14;

    private static final int PLAIN = EthernetHeader.BYTES;
    private static final int GRE = PLAIN + Ipv4Header.BYTES;
    private static final int INNER_ETHERNET = GRE + GreHeader.NVGRE_BYTES;
    private static final int INNER = INNER_ETHERNET + EthernetHeader.BYTES;

    /// IPv4 header and the first four bytes, or an ICMP header, behind it.
    private static final int LEAST_BYTES = Ipv4Header.BYTES + 8;

    private static final int VERSION_4_NO_OPTIONS = 0x45;
    private static final int NO_GUESS = 0;

    private final FlowTables flows;
    private final int leastFlows;
    private final FlowKey key = new FlowKey();
    private final int[] hashes = new int[FrameBatch.CAPACITY];

    /// Sum of what was read: keeps the reads from being optimized away.
    private long warmed;

    /// @param leastFlows with fewer entries nothing is done
    FlowWarmer(FlowTables flows, int leastFlows) {
        this.flows = flows;
        this.leastFlows = leastFlows;
    }

    void warm(FrameBatch batch, ForwardingSnapshot snapshot) {
        if (batch.size() < 2 || flows.ipv4().live() < leastFlows) {
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            hashes[i] = guess(batch.address(i), batch.length(i), snapshot);
        }
        long sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            sum += flows.ipv4().warm(hashes[i]);
        }
        warmed += sum;
    }

    /// What was read in all; of no meaning.
    long warmed() {
        return warmed;
    }

    private int guess(long frame, int length, ForwardingSnapshot snapshot) {
        if (length < PLAIN + LEAST_BYTES || !isPlainIpv4(frame)) {
            return NO_GUESS;
        }
        long ip = frame + PLAIN;
        if (Ipv4Header.protocol(ip) != IpProtocol.GRE) {
            return hash(ip, 0);
        }
        boolean nvgre =
                length >= INNER + LEAST_BYTES
                        && GreHeader.isNvgre(frame + GRE)
                        && isPlainIpv4(frame + INNER_ETHERNET);
        return nvgre ? hash(frame + INNER, compartment(frame, snapshot)) : NO_GUESS;
    }

    private static boolean isPlainIpv4(long ethernet) {
        return EthernetHeader.type(ethernet) == EthernetHeader.TYPE_IPV4
                && Memory.u8(ethernet + EthernetHeader.BYTES) == VERSION_4_NO_OPTIONS;
    }

    private static int compartment(long frame, ForwardingSnapshot snapshot) {
        return snapshot.compartmentIndexOf(GreHeader.vsid(frame + GRE));
    }

    private int hash(long ip, int compartment) {
        int protocol = Ipv4Header.protocol(ip);
        long transport = ip + Ipv4Header.BYTES;
        int ports =
                switch (protocol) {
                    case IpProtocol.TCP, IpProtocol.UDP -> Memory.u32(transport);
                    case IpProtocol.ICMP -> Memory.u16(transport + 4) << 16;
                    default -> 0;
                };
        key.set(compartment, Ipv4Header.source(ip), Ipv4Header.destination(ip), ports, protocol);
        return flows.hash(key);
    }
}
