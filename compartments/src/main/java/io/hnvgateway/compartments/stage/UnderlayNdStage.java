package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.NeighborDiscovery;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;

/// Neighbour discovery on the gateway's ports: it answers for addresses that only the gateway owns
/// (public IPv6 addresses, on front-end ports); all else is the kernel's, as with ARP
/// ([UnderlayArpStage]), which is also so on tagged links. Owner: the worker.
public final class UnderlayNdStage {
    private final WorkerContext context;
    private final FrameTransmitter transmitter;
    private final TaggedLinks links;

    public UnderlayNdStage(WorkerContext context, FrameTransmitter transmitter, TaggedLinks links) {
        this.context = context;
        this.transmitter = transmitter;
        this.links = links;
    }

    /// Ends a parsed message of neighbour discovery that came in on a port.
    public Verdict receive(Packet p, Port port) {
        int type = Icmpv6Header.type(p.transport);
        boolean asks = type == Icmpv6Header.NEIGHBOR_SOLICITATION;
        boolean tells = type == Icmpv6Header.NEIGHBOR_ADVERTISEMENT;
        boolean whole = p.ipPayloadBytes() >= NeighborDiscovery.fixedBytes(type);
        boolean tagged = links.isTagged(p.port);
        if (!(asks || tells) || !whole || !(tagged || isOurs(p))) {
            return tagged ? Verdict.CONSUME : Verdict.PASS;
        }
        if (!NeighborMessages.isValid(p)) {
            return p.drop(DropReason.BAD_NEIGHBOR_DISCOVERY);
        }
        if (tagged) {
            takeNotice(p, tells);
        }
        return asks && isOurs(p) ? answer(p, port) : Verdict.CONSUME;
    }

    /// What an advertisement says of its target, a solicitation of its sender.
    private void takeNotice(Packet p, boolean tells) {
        int kind =
                tells ? NeighborDiscovery.TARGET_LINK_LAYER : NeighborDiscovery.SOURCE_LINK_LAYER;
        long option = NeighborDiscovery.option(p.transport, p.ipPayloadBytes(), kind);
        long mac = option == 0 ? LinkHeader.sender(p) : NeighborDiscovery.linkLayerAddress(option);
        long high = tells ? NeighborDiscovery.targetHigh(p.transport) : p.sourceHigh();
        long low = tells ? NeighborDiscovery.targetLow(p.transport) : p.sourceLow();
        if (!MacAddress.isGroup(mac)) {
            links.heard(p.port, high, low, mac);
        }
    }

    private boolean isOurs(Packet p) {
        FrontEnd frontEnd = context.snapshot().frontEnd();
        long high = NeighborDiscovery.targetHigh(p.transport);
        long low = NeighborDiscovery.targetLow(p.transport);
        if (TenantLinks.isTenants(p.port)) {
            return frontEnd.isLinkAddress(p.port, high, low);
        }
        if (FibEntry.kind(frontEnd.owners().lookup(high, low)) == FibEntry.PUBLIC) {
            return frontEnd.serves(p.port);
        }
        return links.isTagged(p.port) && frontEnd.isLinkAddress(p.port, high, low);
    }

    private Verdict answer(Packet p, Port port) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        long reply = frame + FramePool.HEADROOM_BYTES;
        int headerBytes = LinkHeader.bytes(p);
        NeighborMessages.writeAdvertisement(reply + headerBytes, p, port.macAddress());
        LinkHeader.write(reply, p, asker(p), port.macAddress(), EthernetHeader.TYPE_IPV6);
        int bytes = headerBytes + Ipv6Header.BYTES + NeighborMessages.ADVERTISEMENT_BYTES;
        if (transmitter.transmit(p.port, reply, bytes)) {
            context.counters(0).add(Total.MADE_FRAMES, 1);
        } else {
            context.frames().free(reply);
        }
        return Verdict.CONSUME;
    }

    /// The MAC address that the solicitation names, else the one that it came from.
    private static long asker(Packet p) {
        long option =
                NeighborDiscovery.option(
                        p.transport, p.ipPayloadBytes(), NeighborDiscovery.SOURCE_LINK_LAYER);
        return option == 0 ? LinkHeader.sender(p) : NeighborDiscovery.linkLayerAddress(option);
    }
}
