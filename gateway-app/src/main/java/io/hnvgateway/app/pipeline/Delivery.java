package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.stage.FlowCache;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.Fragmenter;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowKey;

/// The end of the slow path: MTU, MSS, flow entry, and out.
final class Delivery {
    /// What it works with, beside the context.
    record Parts(
            AdjacencyTable adjacencies,
            FlowExecutor executor,
            FlowCache cache,
            Fragmenter fragmenter,
            FragmentStage fragments) {}

    private final WorkerContext context;
    private final Parts parts;
    private final NatStage nat;
    private final IcmpErrors errors;
    private final FlowKey key = new FlowKey();

    Delivery(WorkerContext context, Parts parts, NatStage nat, IcmpErrors errors) {
        this.context = context;
        this.parts = parts;
        this.nat = nat;
        this.errors = errors;
    }

    /// Whether the packet must be refused for its length; tells the sender if so (RFC 1191 §4, RFC
    /// 8201). Asked before anything of the packet is changed.
    boolean refusedAsTooBig(Packet p, int egressAdjacency) {
        int mtuBytes = parts.adjacencies.mtuBytes(egressAdjacency);
        if (p.ipTotalBytes <= mtuBytes || !p.dontFragment) {
            return false;
        }
        errors.tooBig(p, mtuBytes);
        p.drop(DropReason.TOO_BIG);
        return true;
    }

    /// Sends a packet whose action is decided; remembers the flow where it may be.
    ///
    /// @param mssMtuBytes the smaller MTU of the two sides, for the MSS of a SYN
    Verdict send(Packet p, FlowAction a, int mssMtuBytes) {
        clampMss(p, mssMtuBytes);
        int totalBytes = p.ipTotalBytes;
        long entry = install(p, a);
        Verdict verdict = forward(p, a);
        if (verdict == Verdict.FORWARD) {
            count(a, entry, totalBytes);
        }
        return verdict;
    }

    /// As [#send] for a packet that belongs to no flow and leaves none behind.
    Verdict sendOnce(Packet p, FlowAction a, int mssMtuBytes) {
        clampMss(p, mssMtuBytes);
        return forward(p, a);
    }

    private Verdict forward(Packet p, FlowAction a) {
        int mtuBytes = parts.adjacencies.mtuBytes(a.egressAdjacency);
        boolean tooLong = p.ipTotalBytes > mtuBytes;
        if ((tooLong || p.isFragment()) && a.hasFlag(FlowAction.NEW_IDENTIFICATION)) {
            parts.fragments.newIdentification(p);
        }
        return tooLong ? inPieces(p, a, mtuBytes) : parts.executor.execute(p, a);
    }

    /// A SYN's, to what fits.
    static void clampMss(Packet p, int mtuBytes) {
        if ((p.tcpFlags & TcpHeader.SYN) != 0 && p.transport != 0) {
            int headerBytes = TcpHeader.headerBytes(p.transport);
            int overheadBytes = leastIpHeaderBytes(p) + TcpHeader.BYTES;
            TcpHeader.clampMss(p.transport, headerBytes, mtuBytes - overheadBytes);
        }
    }

    /// Whether it has neither options nor extension headers.
    static boolean isPlain(Packet p) {
        return p.ipHeaderBytes == leastIpHeaderBytes(p);
    }

    private static int leastIpHeaderBytes(Packet p) {
        return p.ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
    }

    /// @return the entry that was written, or 0
    private long install(Packet p, FlowAction a) {
        boolean plain = HitPath.hasFlow(p) && isPlain(p);
        if (!plain || a.ingressAdjacency == 0 || (hasState(p, a) && !nat.mayInstall(a.session))) {
            return 0;
        }
        key.set(p);
        key.compartment = p.overlay ? p.compartment : 0;
        long entry = parts.cache.install(key, a);
        if (entry != 0 && hasState(p, a)) {
            nat.installed(a.session, p.overlay, entry);
        }
        return entry;
    }

    /// Counts a packet that left, once: in its flow's entry, of which NAT knows that of a session
    /// also when this packet left none behind, or as the compartment's usage.
    private void count(FlowAction a, long entry, int totalBytes) {
        boolean counted = entry != 0;
        if (a.session != FlowAction.NO_SESSION) {
            counted = nat.forwarded(a.session, a.has(FlowAction.REWRITE_SOURCE), totalBytes);
        } else if (counted) {
            parts.cache.count(entry, totalBytes);
        }
        UsageKind kind = UsageKind.of(a);
        if (!counted && kind != null) {
            context.counters(a.owner).addUsage(kind, 1, totalBytes);
        }
    }

    /// Whether NAT keeps a session for it. What NAT let pass without one must not leave a flow
    /// behind: nothing would end it. Prefix translation needs none (RFC 6296 §1.1).
    private static boolean hasState(Packet p, FlowAction a) {
        return !p.ipv6
                && (a.has(FlowAction.REWRITE_SOURCE) || a.has(FlowAction.REWRITE_DESTINATION));
    }

    private Verdict inPieces(Packet p, FlowAction a, int mtuBytes) {
        if (p.dontFragment) {
            return p.drop(DropReason.TOO_BIG);
        }
        int others = parts.fragmenter.split(p, mtuBytes);
        if (others < 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        Verdict first = parts.executor.execute(p, a);
        for (int i = 0; i < others; i++) {
            sendPiece(parts.fragmenter.other(i), a);
        }
        return first;
    }

    private void sendPiece(Packet piece, FlowAction a) {
        if (parts.executor.execute(piece, a) == Verdict.FORWARD) {
            context.counters(piece.compartment).add(Total.MADE_FRAMES, 1);
        } else {
            context.frames().free(piece.ip);
        }
    }
}
