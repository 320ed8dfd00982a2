package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// No packet from or to a link-local address leaves its link (RFC 4291 §2.5.6, RFC 3927 §7); one
/// for a link-local address of the gateway ends at the gateway.
public final class LinkLocalRule {
    private LinkLocalRule() {}

    /// Judges a VM's packet before its destination is routed.
    ///
    /// @return CONTINUE when no link-local address is in it; CONSUME when it is for the gateway,
    ///   which the caller hands to [LocalStage]; DROP
    public static Verdict check(Packet p, Compartment compartment) {
        boolean source = AddressRules.isLinkLocal(p.sourceHigh(), p.sourceLow());
        boolean destination = AddressRules.isLinkLocal(p.destinationHigh(), p.destinationLow());
        if (!source && !destination) {
            return Verdict.CONTINUE;
        }
        boolean local =
                compartment
                        .topology()
                        .interfaces()
                        .ownsAddress(p.destinationHigh(), p.destinationLow());
        return local ? Verdict.CONSUME : p.drop(DropReason.LINK_LOCAL_ADDRESS);
    }
}
