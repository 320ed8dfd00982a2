package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets a tenant's packet in only when provider address, MAC and customer address fit one lookup
/// record, and the VSID is that record's or a gateway VSID of its compartment (RFC 2827, ingress
/// filtering).
///
/// A VM that forwards for others (a customer route leads via it) may send from the addresses behind
/// it, and another gateway from those of its virtual subnet that no record names. A link-local
/// address is in no record: its sender is told by the other three.
public final class SourceGuard {
    private SourceGuard() {}

    /// Judges the sender of an inner IP packet and remembers its record in the packet.
    public static Verdict check(Packet p, Compartment compartment) {
        LookupTable records = compartment.records();
        if (p.ipv6 && AddressRules.isLinkLocal(p.sourceHigh(), p.sourceLow())) {
            int record = senderByMac(p, records);
            return judge(p, compartment, record, withoutAddress(p, records, record));
        }
        int record = senderOf(p, compartment, p.sourceHigh(), p.sourceLow());
        return judge(p, compartment, record, fault(p, records, record));
    }

    /// As [#check] for ARP and neighbour discovery, by which a VM also speaks before it has an
    /// address (RFC 5227 §1.1, RFC 4862 §5.4.2) and before the gateway has learned that address.
    ///
    /// @param high the address that the VM says it has
    public static Verdict checkNeighbor(Packet p, Compartment compartment, long high, long low) {
        LookupTable records = compartment.records();
        int record = senderOf(p, compartment, high, low);
        int holder = record == LookupTable.NONE ? senderByMac(p, records) : LookupTable.NONE;
        boolean mayHaveNoRecord =
                AddressRules.isUnspecified(high, low)
                        || AddressRules.isLinkLocal(high, low)
                        || mayLearn(records, holder);
        return record == LookupTable.NONE && mayHaveNoRecord
                ? judge(p, compartment, holder, withoutAddress(p, records, holder))
                : judge(p, compartment, record, fault(p, records, record));
    }

    /// Whether the VM of a record may take addresses that no record names.
    static boolean mayLearn(LookupTable records, int record) {
        return record != LookupTable.NONE
                && switch (records.kind(record)) {
                    case DYNAMIC, L2_ONLY -> true;
                    case STATIC, GATEWAY_WILDCARD -> false;
                };
    }

    /// The record that MAC, provider address and VSID of the packet fit, or [LookupTable#NONE].
    static int senderByMac(Packet p, LookupTable records) {
        return MacAddress.isGroup(p.innerSourceMac)
                ? LookupTable.NONE
                : records.findByMac(
                        p.innerSourceMac, p.vsid, p.providerSourceHigh, p.providerSourceLow);
    }

    private static Verdict judge(
            Packet p, Compartment compartment, int record, @Nullable DropReason fault) {
        p.senderRecord = record;
        if (fault == null) {
            return Verdict.CONTINUE;
        }
        SourceCheck mode = compartment.forwarding().sourceCheck();
        if (mode == SourceCheck.STRICT) {
            return p.drop(fault);
        }
        if (mode == SourceCheck.LOG) {
            compartment.state().counters().add(Total.SOURCE_CHECK_VIOLATIONS, 1);
        }
        return Verdict.CONTINUE;
    }

    /// Adjacency that later packets of this sender must match, or 0 when this one matches none.
    public static int ingressAdjacency(Packet p, LookupTable records) {
        boolean fits = fault(p, records, p.senderRecord) == null;
        return fits ? records.ingressAdjacency(p.senderRecord, p.vsid) : 0;
    }

    private static int senderOf(Packet p, Compartment compartment, long high, long low) {
        int record = compartment.records().find(high, low);
        if (record != LookupTable.NONE) {
            return record;
        }
        int entry = compartment.forwarding().fib().lookup(high, low);
        return switch (FibEntry.kind(entry)) {
            case FibEntry.SUBNET -> compartment.records().wildcard(FibEntry.argument(entry));
            case FibEntry.VIA -> FibEntry.argument(entry);
            case FibEntry.GROUP -> memberOf(p, compartment, entry);
            default -> LookupTable.NONE;
        };
    }

    /// Of VMs that share the flows to an address any may send from it: the one that the packet
    /// fits, else one of them, to be judged as one that it does not fit.
    private static int memberOf(Packet p, Compartment compartment, int group) {
        List<Member> members = compartment.forwarding().groups().members(group);
        for (int i = 0; i < members.size(); i++) {
            int record = FibEntry.argument(members.get(i).entry());
            if (fault(p, compartment.records(), record) == null) {
                return record;
            }
        }
        return FibEntry.argument(members.getFirst().entry());
    }

    private static @Nullable DropReason withoutAddress(Packet p, LookupTable records, int record) {
        if (record != LookupTable.NONE) {
            return null;
        }
        return records.hasMac(p.innerSourceMac)
                ? DropReason.SOURCE_PA_MISMATCH
                : DropReason.SOURCE_MAC_MISMATCH;
    }

    private static @Nullable DropReason fault(Packet p, LookupTable records, int record) {
        if (record == LookupTable.NONE) {
            return DropReason.SOURCE_ADDRESS_UNKNOWN;
        }
        if (records.providerAddressLow(record) != p.providerSourceLow
                || records.providerAddressHigh(record) != p.providerSourceHigh) {
            return DropReason.SOURCE_PA_MISMATCH;
        }
        if (records.mac(record) != p.innerSourceMac || MacAddress.isGroup(p.innerSourceMac)) {
            return DropReason.SOURCE_MAC_MISMATCH;
        }
        return records.ingressAdjacency(record, p.vsid) == 0
                ? DropReason.SOURCE_VSID_MISMATCH
                : null;
    }
}
