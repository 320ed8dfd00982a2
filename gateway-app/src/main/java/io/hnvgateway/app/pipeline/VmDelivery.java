package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;

/// Finds the VM that a destination inside a compartment leads to.
final class VmDelivery {
    private final IcmpErrors errors;

    VmDelivery(IcmpErrors errors) {
        this.errors = errors;
    }

    /// Index of the lookup record that leads to a destination, or [LookupTable#NONE] with the
    /// packet marked as dropped and its sender told.
    ///
    /// @param entry what the compartment's routes say of the destination, for this flow
    int recordOf(Packet p, Compartment compartment, int entry, long high, long low) {
        switch (FibEntry.kind(entry)) {
            case FibEntry.SUBNET -> {
                return inSubnet(p, compartment.records(), FibEntry.argument(entry), high, low);
            }
            case FibEntry.VIA -> {
                return FibEntry.argument(entry);
            }
            case FibEntry.LOCAL -> p.drop(DropReason.LOCAL_UNSUPPORTED);
            case FibEntry.BLACKHOLE -> {
                errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
                p.drop(DropReason.BLACKHOLE);
            }
            default -> {
                errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
                p.drop(DropReason.NO_ROUTE);
            }
        }
        return LookupTable.NONE;
    }

    /// Another gateway may stand for the addresses that no record names.
    private int inSubnet(Packet p, LookupTable records, int vsid, long high, long low) {
        int record = records.find(high, low);
        int found = record == LookupTable.NONE ? records.wildcard(vsid) : record;
        if (found == LookupTable.NONE) {
            errors.unreachable(p, IcmpErrors.HOST_UNREACHABLE);
            p.drop(DropReason.NO_LOOKUP_RECORD);
        }
        return found;
    }
}
