package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.nat.PrefixErrors;
import io.hnvgateway.nat.PrefixTranslation;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import org.jspecify.annotations.Nullable;

/// Exchanges a tenant's inside and outside IPv6 prefixes (RFC 6296): fills the action, and rewrites
/// what an ICMPv6 error quotes at once.
final class PrefixExchange {
    private final NatStage nat;
    private final IcmpErrors errors;

    PrefixExchange(NatStage nat, IcmpErrors errors) {
        this.nat = nat;
        this.errors = errors;
    }

    /// The pair whose inside prefix holds the packet's source; null when there is none.
    @Nullable PrefixTranslation ofSource(Packet p, Compartment compartment) {
        return nat.prefixes(compartment.index()).ofInside(p.sourceHigh(), p.sourceLow());
    }

    /// A packet that leaves by the front end.
    ///
    /// @return CONTINUE with the source rewrite in `action`, or DROP
    Verdict outward(Packet p, Compartment compartment, FlowAction action) {
        PrefixTranslation pair = ofSource(p, compartment);
        if (pair == null) {
            return p.drop(DropReason.NO_FRONT_END_RULE);
        }
        long high = p.sourceHigh();
        long low = p.sourceLow();
        if (!pair.isTranslatable(high, low)) {
            errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
            return p.drop(DropReason.PREFIX_UNTRANSLATABLE);
        }
        if (IcmpMessages.isError(p) && PrefixErrors.outward(p, pair) == Verdict.DROP) {
            return Verdict.DROP;
        }
        action.rewriteSource(pair.outsideHigh(high), pair.outsideLow(low));
        return Verdict.CONTINUE;
    }

    /// A packet whose destination lies in an outside prefix of the compartment.
    ///
    /// @return CONTINUE with the destination rewrite in `action`, or DROP
    Verdict inward(Packet p, Compartment compartment, FlowAction action) {
        long high = p.destinationHigh();
        long low = p.destinationLow();
        PrefixTranslation pair = nat.prefixes(compartment.index()).ofOutside(high, low);
        if (pair == null) {
            return p.drop(DropReason.NOT_FOR_GATEWAY);
        }
        if (!pair.isTranslatable(high, low)) {
            return p.drop(DropReason.PREFIX_UNTRANSLATABLE);
        }
        if (IcmpMessages.isError(p) && PrefixErrors.inward(p, pair) == Verdict.DROP) {
            return Verdict.DROP;
        }
        action.rewriteDestination(pair.insideHigh(high), pair.insideLow(low));
        return Verdict.CONTINUE;
    }
}
