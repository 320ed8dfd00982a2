package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import org.jspecify.annotations.Nullable;

/// Under which source address a VM's packet leaves: its own inside a direct-routing prefix, else
/// the one that NAT gives it.
final class SourceTranslation {
    private final WorkerContext context;
    private final NatStage nat;
    private final IcmpErrors errors;

    SourceTranslation(WorkerContext context, NatStage nat, IcmpErrors errors) {
        this.context = context;
        this.nat = nat;
        this.errors = errors;
    }

    /// Whether any rule lets the source out.
    boolean allows(Packet p, Compartment compartment) {
        return compartment.forwarding().isDirectSource(p.sourceHigh(), p.sourceLow())
                || nat.covers(compartment.index(), p);
    }

    /// Fills the action for a packet that [#allows]; an ICMP error is rewritten at once. A directly
    /// routed VM still answers under the public address by which it was asked.
    Verdict translate(Packet p, Compartment compartment, FlowAction action) {
        boolean direct = compartment.forwarding().isDirectSource(p.sourceHigh(), p.sourceLow());
        if (isIcmpError(p)) {
            return error(p, direct);
        }
        if (direct && !nat.hasSession(compartment.index(), p)) {
            return Verdict.CONTINUE;
        }
        Verdict verdict = nat.outbound(p, action, context.nowNs());
        if (verdict == Verdict.DROP && isExhausted(p.dropReason)) {
            errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
        }
        return verdict;
    }

    /// An error of a direct source that is about no session is about a directly routed packet.
    private Verdict error(Packet p, boolean direct) {
        Verdict verdict = nat.outboundError(p, context.nowNs());
        if (direct && verdict == Verdict.DROP) {
            p.dropReason = null;
            return Verdict.CONTINUE;
        }
        return verdict;
    }

    static boolean isIcmpError(Packet p) {
        return p.protocol == IpProtocol.ICMP
                && p.transport != 0
                && IcmpHeader.isError(IcmpHeader.type(p.transport));
    }

    /// RFC 5508 REQ-8, RFC 6888 REQ-11: the sender is told.
    private static boolean isExhausted(@Nullable DropReason reason) {
        return reason == DropReason.NAT_PORTS_EXHAUSTED
                || reason == DropReason.NAT_PORT_QUOTA
                || reason == DropReason.NAT_SESSION_QUOTA
                || reason == DropReason.NAT_TABLE_FULL;
    }
}
