package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;

/// ARP on the gateway's ports: it answers for addresses that only the gateway owns (the public
/// addresses of NAT, on front-end ports); all other ARP is the kernel's. On links that the gateway
/// tags itself there is no kernel: it answers for its address there too, and takes notice of
/// neighbours. Owner: the worker.
public final class UnderlayArpStage {
    /// The least that Ethernet carries, in a tagged frame too.
    private static final int PAYLOAD_BYTES = 46;

    private final WorkerContext context;
    private final FrameTransmitter transmitter;
    private final TaggedLinks links;

    public UnderlayArpStage(
            WorkerContext context, FrameTransmitter transmitter, TaggedLinks links) {
        this.context = context;
        this.transmitter = transmitter;
        this.links = links;
    }

    /// Ends an ARP frame that came in on a port.
    public Verdict receive(Packet p, Port port) {
        long arp = p.address + p.linkHeaderBytes;
        if (p.length < p.linkHeaderBytes + ArpHeader.BYTES || !ArpHeader.isEthernetIpv4(arp)) {
            return p.drop(DropReason.BAD_ARP);
        }
        boolean tagged = links.isTagged(p.port);
        if (tagged) {
            takeNotice(p, arp);
        }
        if (!isOurs(p, ArpHeader.targetAddress(arp))) {
            return tagged ? Verdict.CONSUME : Verdict.PASS;
        }
        return ArpHeader.operation(arp) == ArpHeader.REQUEST
                ? answer(p, arp, port)
                : Verdict.CONSUME;
    }

    private void takeNotice(Packet p, long arp) {
        long mac = ArpHeader.senderMac(arp);
        if (!MacAddress.isGroup(mac)) {
            links.heard(p.port, 0, IpAddress.mapped(ArpHeader.senderAddress(arp)), mac);
        }
    }

    private boolean isOurs(Packet p, int address) {
        FrontEnd frontEnd = context.snapshot().frontEnd();
        long low = IpAddress.mapped(address);
        if (TenantLinks.isTenants(p.port)) {
            return frontEnd.isLinkAddress(p.port, 0, low);
        }
        if (FibEntry.kind(frontEnd.owners().lookup(0, low)) == FibEntry.PUBLIC) {
            return frontEnd.serves(p.port);
        }
        return links.isTagged(p.port) && frontEnd.isLinkAddress(p.port, 0, low);
    }

    private Verdict answer(Packet p, long arp, Port port) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        long reply = frame + FramePool.HEADROOM_BYTES;
        int headerBytes = LinkHeader.bytes(p);
        int frameBytes = headerBytes + PAYLOAD_BYTES;
        Memory.zero(reply, frameBytes);
        Memory.copy(arp, reply + headerBytes, ArpHeader.BYTES);
        ArpHeader.makeReply(reply + headerBytes, port.macAddress());
        LinkHeader.write(
                reply, p, ArpHeader.senderMac(arp), port.macAddress(), EthernetHeader.TYPE_ARP);
        if (transmitter.transmit(p.port, reply, frameBytes)) {
            context.counters(0).add(Total.MADE_FRAMES, 1);
        } else {
            context.frames().free(reply);
        }
        return Verdict.CONSUME;
    }
}
