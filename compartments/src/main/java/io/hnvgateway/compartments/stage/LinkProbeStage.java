package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.LinkProbes;
import io.hnvgateway.compartments.LinkProbes.Probe;
import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;

/// Puts requests for neighbours on links that the gateway tags itself: ARP (RFC 826) and neighbour
/// solicitations (RFC 4861 §4.3). Owner: the worker.
public final class LinkProbeStage {
    private static final int MOST_AT_ONCE = 32;
    private static final int HEADER_BYTES = EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;

    /// The least that Ethernet carries, and the tag.
    private static final int LEAST_BYTES = 60 + EthernetHeader.VLAN_TAG_BYTES;

    private final WorkerContext context;
    private final FrameTransmitter transmitter;
    private final TaggedLinks links;
    private final LinkProbes waiting;

    public LinkProbeStage(
            WorkerContext context,
            FrameTransmitter transmitter,
            TaggedLinks links,
            LinkProbes waiting) {
        this.context = context;
        this.transmitter = transmitter;
        this.links = links;
        this.waiting = waiting;
    }

    /// Sends what waits.
    ///
    /// @return the number sent
    public int doWork() {
        if (waiting.isEmpty()) {
            return 0;
        }
        int sent = 0;
        for (Probe probe = waiting.poll(); probe != null; probe = waiting.poll()) {
            send(probe);
            if (++sent == MOST_AT_ONCE) {
                break;
            }
        }
        return sent;
    }

    private void send(Probe probe) {
        boolean ipv6 = !probe.target().isIpv4();
        IpAddress own = context.snapshot().frontEnd().portAddress(probe.link(), ipv6);
        if (own == null) {
            return;
        }
        long frame = context.frames().allocate();
        if (frame == 0) {
            return;
        }
        long at = frame + FramePool.HEADROOM_BYTES;
        Memory.zero(at, LEAST_BYTES);
        int bytes = ipv6 ? solicitation(at, probe, own) : arp(at, probe, own);
        if (transmitter.transmit(probe.link(), at, Math.max(bytes, LEAST_BYTES))) {
            context.counters(0).add(Total.MADE_FRAMES, 1);
        } else {
            context.frames().free(at);
        }
    }

    private int arp(long at, Probe probe, IpAddress own) {
        long destination = probe.mac() == 0 ? MacAddress.BROADCAST : probe.mac();
        header(at, probe, destination, EthernetHeader.TYPE_ARP);
        ArpHeader.writeRequest(
                at + HEADER_BYTES,
                links.macAddress(probe.link()),
                own.ipv4Bits(),
                probe.target().ipv4Bits());
        return HEADER_BYTES + ArpHeader.BYTES;
    }

    private int solicitation(long at, Probe probe, IpAddress own) {
        long group = NeighborMessages.solicitedNodeMac(probe.target().low());
        header(at, probe, probe.mac() == 0 ? group : probe.mac(), EthernetHeader.TYPE_IPV6);
        NeighborMessages.writeSolicitation(
                at + HEADER_BYTES,
                own,
                probe.target(),
                links.macAddress(probe.link()),
                /* unicast= */ probe.mac() != 0);
        return HEADER_BYTES + Ipv6Header.BYTES + NeighborMessages.ADVERTISEMENT_BYTES;
    }

    private void header(long at, Probe probe, long destination, int type) {
        EthernetHeader.writeTagged(
                at, destination, links.macAddress(probe.link()), links.vlan(probe.link()), type);
    }
}
