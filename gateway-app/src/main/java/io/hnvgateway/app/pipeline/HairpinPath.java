package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;

/// From a VM to a public address or routed prefix of this gateway, its own tenant's or another's
/// (RFC 4787 REQ-9): out under the sender's external address, and in again as if from outside.
///
/// Two rewrites, so the packet leaves no flow behind: every one takes this path.
final class HairpinPath {
    private final WorkerContext context;
    private final SourceTranslation translation;
    private final NatStage nat;
    private final PrefixExchange prefixes;
    private final IcmpErrors errors;
    private final OwnerRule owners;
    private final InwardPath inward;
    private final FlowAction out = new FlowAction();
    private final FlowAction in = new FlowAction();
    private final FlowAction undo = new FlowAction();

    /// What it works with.
    record Stages(
            SourceTranslation translation,
            NatStage nat,
            PrefixExchange prefixes,
            IcmpErrors errors,
            OwnerRule owners) {}

    HairpinPath(WorkerContext context, Stages stages, InwardPath inward) {
        this.context = context;
        this.translation = stages.translation;
        this.nat = stages.nat;
        this.prefixes = stages.prefixes;
        this.errors = stages.errors;
        this.owners = stages.owners;
        this.inward = inward;
    }

    /// Turns a packet round.
    ///
    /// @param owner whose address the destination is: PUBLIC or COMPARTMENT
    Verdict turn(Packet p, Compartment sender, int owner) {
        if (!translation.allows(p, sender)) {
            errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
            return p.drop(DropReason.NO_FRONT_END_RULE);
        }
        Verdict verdict = translation.translate(p, sender, out.clear());
        if (verdict != Verdict.CONTINUE) {
            return verdict;
        }
        Compartment receiver = context.snapshot().compartment(FibEntry.argument(owner));
        if (receiver == null) {
            return p.drop(DropReason.NOT_FOR_GATEWAY);
        }
        if (receiver.index() != sender.index()
                && receiver.forwarding().isInside(outsideHigh(p), outsideLow(p))) {
            errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        rememberSource(p);
        int source = p.source;
        int sourcePort = p.sourcePort;
        nat.applyInPlace(p, out);
        boolean goes =
                FibEntry.kind(owner) == FibEntry.PUBLIC
                        && owners.handsTurned(p, source, sourcePort, sender.generation());
        return goes ? Verdict.HOLD : enter(p, sender, receiver, FibEntry.kind(owner));
    }

    /// Goes on with a packet that left by its own owner, another worker: an IP packet without any
    /// header before it.
    Verdict arrive(Packet p) {
        Compartment sender = context.snapshot().compartment(p.compartment);
        if (Ipv4Parser.parse(p, p.address, p.end()) == Verdict.DROP
                || TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        int owner =
                context.snapshot()
                        .frontEnd()
                        .owners()
                        .lookup(p.destinationHigh(), p.destinationLow());
        Compartment receiver = context.snapshot().compartment(FibEntry.argument(owner));
        if (sender == null || receiver == null || FibEntry.kind(owner) != FibEntry.PUBLIC) {
            return p.drop(DropReason.NOT_FOR_GATEWAY);
        }
        if (p.isFragment()) {
            OwnerRule.knowsPorts(p);
        }
        p.overlay = true;
        if (sender.generation() != p.handOver.generation) {
            p.senderRecord = LookupTable.NONE; // its index may mean another now: no answer
        }
        undo.clear();
        if (p.source != p.handOver.source || p.sourcePort != p.handOver.sourcePort) {
            undo.rewriteSource(p.source, p.sourcePort, p.handOver.source, p.handOver.sourcePort);
        }
        return enter(p, sender, receiver, FibEntry.PUBLIC);
    }

    private Verdict enter(Packet p, Compartment sender, Compartment receiver, int kind) {
        int record = p.senderRecord;
        p.senderRecord = LookupTable.NONE; // it counts in the sender's compartment only
        int bytes = p.ipTotalBytes;
        if (enter(p, receiver, kind) != Verdict.DROP) {
            context.counters(sender.index()).addUsage(outward(), 1, bytes);
            return Verdict.FORWARD;
        }
        p.compartment = sender.index();
        p.senderRecord = record;
        return refuse(p, receiver);
    }

    private UsageKind outward() {
        return undo.has(FlowAction.REWRITE_SOURCE) ? UsageKind.NAT_OUT : UsageKind.DIRECT_OUT;
    }

    private void rememberSource(Packet p) {
        undo.clear();
        if (!out.has(FlowAction.REWRITE_SOURCE)) {
            return;
        }
        if (p.ipv6) {
            undo.rewriteSource(p.ipv6SourceHigh, p.ipv6SourceLow);
        } else {
            undo.rewriteSource(out.newAddress, out.newPort, p.source, p.sourcePort);
        }
    }

    /// A directly routed source keeps its address, which another tenant may use inside too.
    private long outsideHigh(Packet p) {
        return p.ipv6 && out.has(FlowAction.REWRITE_SOURCE) ? out.newAddressHigh : p.sourceHigh();
    }

    private long outsideLow(Packet p) {
        if (!out.has(FlowAction.REWRITE_SOURCE)) {
            return p.sourceLow();
        }
        return p.ipv6 ? out.newAddressLow : IpAddress.mapped(out.newAddress);
    }

    private Verdict enter(Packet p, Compartment receiver, int kind) {
        in.clear();
        if (kind == FibEntry.PUBLIC && translateIn(p, receiver) == Verdict.DROP) {
            return Verdict.DROP;
        }
        p.compartment = receiver.index();
        return inward.turn(
                p, receiver, in, kind == FibEntry.PUBLIC ? UsageKind.NAT_IN : UsageKind.DIRECT_IN);
    }

    /// Tells the sender, about the packet as the sender knows it.
    private Verdict refuse(Packet p, Compartment receiver) {
        nat.applyInPlace(p, undo);
        DropReason reason = p.dropReason;
        if (reason == DropReason.TOO_BIG) {
            errors.tooBig(p, receiver.forwarding().mtuBytes());
        } else if (reason == DropReason.NO_LOOKUP_RECORD) {
            errors.unreachable(p, IcmpErrors.HOST_UNREACHABLE);
        } else if (reason == DropReason.NO_ROUTE || reason == DropReason.BLACKHOLE) {
            errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
        }
        return Verdict.DROP;
    }

    private Verdict translateIn(Packet p, Compartment receiver) {
        if (p.ipv6) {
            return prefixes.inward(p, receiver, in);
        }
        return IcmpMessages.isError(p)
                ? nat.inboundError(p, context.nowNs())
                : nat.inbound(p, in, context.nowNs());
    }
}
