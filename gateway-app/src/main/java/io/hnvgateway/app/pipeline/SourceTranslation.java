package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import org.jspecify.annotations.Nullable;

/// Under which source address a VM's packet leaves: its own inside a direct-routing prefix, else
/// the one that NAT gives it, or with IPv6 that of the outside prefix.
final class SourceTranslation {
    private final WorkerContext context;
    private final NatStage nat;
    private final PrefixExchange prefixes;
    private final IcmpErrors errors;

    SourceTranslation(
            WorkerContext context, NatStage nat, PrefixExchange prefixes, IcmpErrors errors) {
        this.context = context;
        this.nat = nat;
        this.prefixes = prefixes;
        this.errors = errors;
    }

    /// Whether any rule lets the source out.
    boolean allows(Packet p, Compartment compartment) {
        if (compartment.forwarding().isDirectSource(p.sourceHigh(), p.sourceLow())) {
            return true;
        }
        return p.ipv6
                ? prefixes.ofSource(p, compartment) != null
                : nat.covers(compartment.index(), p);
    }

    /// Fills the action for a packet that [#allows]; an ICMP error is rewritten at once. A directly
    /// routed VM still answers under the public address by which it was asked.
    Verdict translate(Packet p, Compartment compartment, FlowAction action) {
        boolean direct = compartment.forwarding().isDirectSource(p.sourceHigh(), p.sourceLow());
        if (p.ipv6) {
            return direct ? Verdict.CONTINUE : prefixes.outward(p, compartment, action);
        }
        if (IcmpMessages.isError(p)) {
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

    /// RFC 5508 REQ-8, RFC 6888 REQ-11: the sender is told.
    private static boolean isExhausted(@Nullable DropReason reason) {
        return reason == DropReason.NAT_PORTS_EXHAUSTED
                || reason == DropReason.NAT_PORT_QUOTA
                || reason == DropReason.NAT_SESSION_QUOTA
                || reason == DropReason.NAT_TABLE_FULL;
    }
}
