package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;

/// ARP on the gateway's ports: it answers for addresses that only the gateway owns (the public
/// addresses of NAT, on front-end ports); all other ARP is the kernel's. Owner: the worker.
public final class UnderlayArpStage {
    /// The least that Ethernet carries, in a tagged frame too.
    private static final int PAYLOAD_BYTES = 46;

    private final WorkerContext context;
    private final FrameTransmitter transmitter;

    public UnderlayArpStage(WorkerContext context, FrameTransmitter transmitter) {
        this.context = context;
        this.transmitter = transmitter;
    }

    /// Ends an ARP frame that came in on a port.
    ///
    /// @param p its network header stands behind 14 bytes at `address`, with a VLAN tag taken off;
    ///   at `receivedAddress` it is as it came
    public Verdict receive(Packet p, Port port) {
        long arp = p.address + EthernetHeader.BYTES;
        if (p.length < EthernetHeader.BYTES + ArpHeader.BYTES || !ArpHeader.isEthernetIpv4(arp)) {
            return p.drop(DropReason.BAD_ARP);
        }
        FrontEnd frontEnd = context.snapshot().frontEnd();
        int owner = frontEnd.owners().lookup(ArpHeader.targetAddress(arp));
        if (FibEntry.kind(owner) != FibEntry.PUBLIC || !frontEnd.serves(p.port)) {
            return Verdict.PASS;
        }
        return ArpHeader.operation(arp) == ArpHeader.REQUEST
                ? answer(p, arp, port)
                : Verdict.CONSUME;
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
