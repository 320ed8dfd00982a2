package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatOwners;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;

/// Which worker decides about a packet that no flow entry carries: the one that owns the state of
/// its inside address, so that one inside endpoint has one mapping whatever queue its packets come
/// by. A packet that is not this worker's is marked, and then handed over as it arrived.
///
/// Hits run where they arrive and never come here. Owner: the worker.
final class OwnerRule {
    private final WorkerContext context;
    private final NatOwners owners;

    OwnerRule(WorkerContext context, NatOwners owners) {
        this.context = context;
        this.owners = owners;
    }

    /// Whether a VM's packet goes to another worker; the verdict is HOLD then.
    boolean handsInside(Packet p) {
        return isFirst(p) && hands(p, owners.outbound(p), HandOver.HANDED);
    }

    /// As [#handsInside] for a packet from outside. Fragments of one packet meet at one worker
    /// first, where they learn their ports.
    ///
    /// @param isPublic whether its destination is a public address, of a compartment or shared
    boolean handsOutside(Packet p, Compartment compartment, boolean isPublic) {
        if (!isFirst(p)) {
            return false;
        }
        int owner;
        if (!isPublic || (p.ipv6 && !p.isFragment())) {
            owner = owners.inside(compartment.index(), p.destinationHigh(), p.destinationLow());
        } else {
            owner = p.isFragment() ? ofDatagram(p, compartment) : owners.inbound(p);
        }
        return hands(p, owner, HandOver.HANDED);
    }

    /// As [#handsOutside] for a fragment to a public address, once its ports are known.
    boolean handsFragment(Packet p) {
        return context.workers() > 1
                && p.handOver.state < HandOver.PORTS_KNOWN
                && p.isFragment()
                && !p.ipv6
                && hands(p, owners.inbound(p), HandOver.PORTS_KNOWN);
    }

    /// Whether a fragment came with its ports, which are then filled in.
    static boolean knowsPorts(Packet p) {
        if (p.handOver.state < HandOver.PORTS_KNOWN) {
            return false;
        }
        p.sourcePort = p.handOver.ports >>> 16;
        p.destinationPort = p.handOver.ports & 0xffff;
        return true;
    }

    /// As [#handsOutside] for a packet that a VM of this gateway sent to a public address and that
    /// left by its own owner already.
    ///
    /// @param source inside source and port before that, to tell the sender of an error
    boolean handsTurned(Packet p, int source, int sourcePort, int generation) {
        if (context.workers() == 1 || p.ipv6 || p.handOver.state == HandOver.TURNED) {
            return false;
        }
        p.handOver.source = source;
        p.handOver.sourcePort = sourcePort;
        p.handOver.generation = generation;
        return hands(p, owners.inbound(p), HandOver.TURNED);
    }

    private boolean isFirst(Packet p) {
        return context.workers() > 1 && p.handOver.state == HandOver.ARRIVED && !p.replayed;
    }

    private boolean hands(Packet p, int owner, int next) {
        if (owner == NatOwners.NOBODY || owner == context.worker()) {
            return false;
        }
        p.handOver.to(owner, next);
        return true;
    }

    /// Source, destination and identification name a datagram (RFC 791 §3.2, RFC 8200 §4.5).
    private int ofDatagram(Packet p, Compartment compartment) {
        long identification =
                p.ipv6
                        ? Integer.toUnsignedLong(p.ipv6Identification)
                        : Ipv4Header.identification(p.ip);
        long high = p.sourceHigh() ^ p.destinationHigh() ^ identification;
        return owners.inside(compartment.index(), high, p.sourceLow() * 31 + p.destinationLow());
    }
}
