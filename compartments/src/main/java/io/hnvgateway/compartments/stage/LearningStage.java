package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.RecordBudgets;
import io.hnvgateway.compartments.TenantEvents;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.List;

/// Judges which customer addresses may be learned from what VMs announce by ARP and neighbour
/// discovery, and reports those. It changes no record: the next snapshot has what became of it.
///
/// Only the VM of an L2_ONLY or DYNAMIC record, told by MAC, provider address and VSID, may take an
/// address: one in a prefix of its own virtual subnet that is neither the gateway's nor another
/// VM's. So two VMs that claim one address never make it go to and fro. Owner: the worker.
public final class LearningStage {
    private final WorkerContext context;
    private final TenantEvents events;

    public LearningStage(WorkerContext context, TenantEvents events) {
        this.context = context;
        this.events = events;
    }

    /// Judges a VM's claim to an address.
    ///
    /// @return CONTINUE when it may have it, or when such a VM learns nothing; DROP
    public Verdict claim(Packet p, Compartment compartment, long high, long low) {
        if (!AddressRules.isUnicast(high, low) || AddressRules.isLinkLocal(high, low)) {
            return Verdict.CONTINUE;
        }
        LookupTable records = compartment.records();
        int claimant = SourceGuard.senderByMac(p, records);
        if (!SourceGuard.mayLearn(records, claimant)) {
            return Verdict.CONTINUE;
        }
        int holder = records.find(high, low);
        if (holder == LookupTable.NONE) {
            return learn(p, compartment, claimant, high, low);
        }
        return isSameVm(records, holder, claimant)
                ? confirm(p, records, holder, claimant, high, low)
                : conflict(p, records, claimant, high, low);
    }

    private static boolean isSameVm(LookupTable records, int holder, int claimant) {
        return records.mac(holder) == records.mac(claimant)
                && records.vsid(holder) == records.vsid(claimant);
    }

    private Verdict learn(Packet p, Compartment compartment, int claimant, long high, long low) {
        boolean free = !compartment.topology().interfaces().ownsAddress(high, low);
        int vsid = compartment.records().vsid(claimant);
        if (!free || !isInSubnet(compartment.topology().subnets(), vsid, high, low)) {
            return p.drop(DropReason.LEARNED_ADDRESS_REFUSED);
        }
        if (!budgets(p).learned().tryTake(context.nowNs())) {
            return p.drop(DropReason.LEARNED_ADDRESS_LIMIT);
        }
        report(p, compartment.records(), claimant, high, low);
        return Verdict.CONTINUE;
    }

    /// The VM still has the address; when its record's host changed, that is as good as new.
    private Verdict confirm(
            Packet p, LookupTable records, int holder, int claimant, long high, long low) {
        boolean sameHost =
                records.providerAddressLow(holder) == records.providerAddressLow(claimant)
                        && records.providerAddressHigh(holder)
                                == records.providerAddressHigh(claimant);
        RecordBudgets budgets = budgets(p);
        boolean may = (sameHost ? budgets.confirmed() : budgets.learned()).tryTake(context.nowNs());
        if (may) {
            report(p, records, claimant, high, low);
        }
        return Verdict.CONTINUE;
    }

    private void report(Packet p, LookupTable records, int claimant, long high, long low) {
        events.learned(
                p.compartment,
                records.vsid(claimant),
                high,
                low,
                p.innerSourceMac,
                p.providerSourceHigh,
                p.providerSourceLow);
    }

    private Verdict conflict(Packet p, LookupTable records, int claimant, long high, long low) {
        if (budgets(p).conflicts().tryTake(context.nowNs())) {
            events.conflict(
                    p.compartment,
                    records.vsid(claimant),
                    high,
                    low,
                    p.innerSourceMac,
                    p.providerSourceHigh,
                    p.providerSourceLow);
        }
        return p.drop(DropReason.LEARNED_ADDRESS_CONFLICT);
    }

    private RecordBudgets budgets(Packet p) {
        return context.state(p.compartment).records();
    }

    private static boolean isInSubnet(List<VirtualSubnet> subnets, int vsid, long high, long low) {
        for (int i = 0; i < subnets.size(); i++) {
            VirtualSubnet subnet = subnets.get(i);
            if (subnet.vsid().value() == vsid && isInPrefix(subnet.prefixes(), high, low)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInPrefix(List<IpPrefix> prefixes, long high, long low) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).contains(high, low)) {
                return true;
            }
        }
        return false;
    }
}
