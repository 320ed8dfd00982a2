package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AddressExchange;
import org.jspecify.annotations.Nullable;

/// Packets of VMs that use IP rewrite: no encapsulation, a provider address of the VM's own stands
/// for its customer address.
///
/// Gives such a packet the form that it would have after decapsulation: customer addresses in the
/// header, origin and virtual subnet as the VM's lookup record has them. So the source guard and
/// the check of every hit hold for it as for NVGRE.
final class RewriteIngress {
    private RewriteIngress() {}

    /// The compartment of the VM whose provider address the packet's source is; null when it is
    /// nobody's.
    static @Nullable Compartment compartmentOf(Packet p, ForwardingSnapshot snapshot) {
        int index = snapshot.provider().rewriteOwner(p.sourceHigh(), p.sourceLow());
        return index == 0 ? null : snapshot.compartment(index);
    }

    /// Exchanges provider for customer addresses.
    ///
    /// @return CONTINUE with the packet as if decapsulated, or DROP
    static Verdict enter(Packet p, Compartment compartment, ForwardingSnapshot snapshot) {
        int record = compartment.records().findRewrite(p.sourceHigh(), p.sourceLow());
        if (record == LookupTable.NONE) {
            return p.drop(DropReason.SOURCE_ADDRESS_UNKNOWN);
        }
        if (TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        p.compartment = compartment.index();
        origin(p, compartment, record);
        IpAddress source = customerAddress(compartment, record);
        if (source == null || !AddressExchange.fits(p, source.high(), source.low())) {
            return p.drop(DropReason.SOURCE_ADDRESS_UNKNOWN);
        }
        AddressExchange.source(p, source.high(), source.low());
        destination(p, compartment, snapshot);
        return Verdict.CONTINUE;
    }

    private static void origin(Packet p, Compartment compartment, int record) {
        LookupTable records = compartment.records();
        p.overlay = true;
        p.providerSourceHigh = p.sourceHigh();
        p.providerSourceLow = p.sourceLow();
        p.providerDestinationHigh = p.destinationHigh();
        p.providerDestinationLow = p.destinationLow();
        p.vsid = records.vsid(record);
        p.innerSourceMac = records.mac(record);
        p.innerDestinationMac = compartment.topology().interfaces().macFacing(p.vsid);
    }

    /// A provider address of the gateway stands for its address that faces the VM, one of another
    /// VM of the network for that VM's; any other is what it says.
    private static void destination(
            Packet p, Compartment compartment, ForwardingSnapshot snapshot) {
        IpAddress meant;
        if (snapshot.provider().owns(p.destinationHigh(), p.destinationLow())) {
            meant = compartment.topology().interfaces().addressFacing(p.vsid, p.ipv6);
        } else {
            int record = compartment.records().findRewrite(p.destinationHigh(), p.destinationLow());
            meant = record == LookupTable.NONE ? null : customerAddress(compartment, record);
        }
        if (meant != null && AddressExchange.fits(p, meant.high(), meant.low())) {
            AddressExchange.destination(p, meant.high(), meant.low());
        }
    }

    private static @Nullable IpAddress customerAddress(Compartment compartment, int record) {
        return compartment.records().records().get(record).customerAddress();
    }

    /// Puts back what arrived: before the frame waits, so that it can begin again.
    static void leave(Packet p) {
        AddressExchange.source(p, p.providerSourceHigh, p.providerSourceLow);
        AddressExchange.destination(p, p.providerDestinationHigh, p.providerDestinationLow);
    }
}
