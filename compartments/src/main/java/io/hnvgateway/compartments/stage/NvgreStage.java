package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Takes the outer headers off (RFC 7637 §3.2) and finds the compartment by the VSID.
///
/// A VLAN tag inside is dropped, as §3.3 asks of the receiver. The FlowID is not looked at: it
/// carries entropy, no meaning.
public final class NvgreStage {
    private NvgreStage() {}

    /// Decapsulates a packet whose outer IPv4 header is parsed and addressed to a provider address.
    ///
    /// @return CONTINUE with the inner frame as the packet's current one, or DROP
    public static Verdict decapsulate(Packet p, ForwardingSnapshot snapshot) {
        if (p.isFragment()) {
            return p.drop(DropReason.OUTER_FRAGMENT);
        }
        if (p.ipPayloadBytes() < GreHeader.NVGRE_BYTES) {
            return p.drop(DropReason.GRE_TRUNCATED);
        }
        long gre = p.ip + p.ipHeaderBytes;
        if (!GreHeader.isNvgre(gre)) {
            return p.drop(DropReason.GRE_NOT_NVGRE);
        }
        Compartment compartment = snapshot.compartmentOf(GreHeader.vsid(gre));
        if (compartment == null) {
            return p.drop(DropReason.UNKNOWN_VSID);
        }
        p.compartment = compartment.index();
        return enter(p, gre);
    }

    private static Verdict enter(Packet p, long gre) {
        long inner = gre + GreHeader.NVGRE_BYTES;
        int innerBytes = p.ipPayloadBytes() - GreHeader.NVGRE_BYTES;
        if (innerBytes < EthernetHeader.BYTES) {
            return p.drop(DropReason.INNER_TRUNCATED);
        }
        if (EthernetHeader.isVlan(EthernetHeader.type(inner))) {
            return p.drop(DropReason.INNER_VLAN);
        }
        p.overlay = true;
        p.providerSourceHigh = p.sourceHigh();
        p.providerSourceLow = p.sourceLow();
        p.providerDestinationHigh = p.destinationHigh();
        p.providerDestinationLow = p.destinationLow();
        p.vsid = GreHeader.vsid(gre);
        p.innerDestinationMac = EthernetHeader.destination(inner);
        p.innerSourceMac = EthernetHeader.source(inner);
        p.address = inner;
        p.length = innerBytes;
        p.linkHeaderBytes = EthernetHeader.BYTES;
        p.ip = 0;
        p.ipv6 = false;
        return Verdict.CONTINUE;
    }
}
