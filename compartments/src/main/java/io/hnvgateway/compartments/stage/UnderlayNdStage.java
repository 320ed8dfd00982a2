package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.NeighborDiscovery;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;

/// Neighbour discovery on the gateway's ports: it answers for addresses that only the gateway owns
/// (public IPv6 addresses, on front-end ports); all else is the kernel's, as with ARP
/// ([UnderlayArpStage]). Owner: the worker.
public final class UnderlayNdStage {
    private final WorkerContext context;
    private final FrameTransmitter transmitter;

    public UnderlayNdStage(WorkerContext context, FrameTransmitter transmitter) {
        this.context = context;
        this.transmitter = transmitter;
    }

    /// Ends a parsed message of neighbour discovery that came in on a port.
    public Verdict receive(Packet p, Port port) {
        int type = Icmpv6Header.type(p.transport);
        boolean asks = type == Icmpv6Header.NEIGHBOR_SOLICITATION;
        boolean tells = type == Icmpv6Header.NEIGHBOR_ADVERTISEMENT;
        boolean whole = p.ipPayloadBytes() >= NeighborDiscovery.fixedBytes(type);
        if (!(asks || tells) || !whole || !isOurs(p)) {
            return Verdict.PASS;
        }
        if (!NeighborMessages.isValid(p)) {
            return p.drop(DropReason.BAD_NEIGHBOR_DISCOVERY);
        }
        return asks ? answer(p, port) : Verdict.CONSUME;
    }

    private boolean isOurs(Packet p) {
        FrontEnd frontEnd = context.snapshot().frontEnd();
        int owner =
                frontEnd.owners()
                        .lookup(
                                NeighborDiscovery.targetHigh(p.transport),
                                NeighborDiscovery.targetLow(p.transport));
        return FibEntry.kind(owner) == FibEntry.PUBLIC && frontEnd.serves(p.port);
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
