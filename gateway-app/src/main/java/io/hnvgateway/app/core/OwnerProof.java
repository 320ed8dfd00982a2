package io.hnvgateway.app.core;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;

/// Whether a flow may be decided as its entry says, as far as that depends on who owns which
/// address: what leaves by the front end goes to nobody's address; what comes in by it comes from
/// nobody's, or from a router's, to one of the compartment that the entry names. Flows within a
/// network do not depend on it, and hairpins leave no entry.
///
/// It asks what the slow path asks ([io.hnvgateway.app.pipeline]), so a flow that it refuses is
/// decided anew, at the worst to the same end.
///
/// @param owners as [io.hnvgateway.compartments.FrontEnd#owners]
record OwnerProof(PrefixTable owners) {
    boolean holds(FlowKey key, FlowAction action) {
        if (key.compartment == 0) {
            return maySend(source(key)) && isOf(action.owner, destination(key));
        }
        boolean leaves = !action.has(FlowAction.ENCAPSULATE);
        return !leaves || destination(key) == FibEntry.NONE;
    }

    private static boolean maySend(int entry) {
        return entry == FibEntry.NONE || FibEntry.kind(entry) == FibEntry.ROUTER;
    }

    private static boolean isOf(int compartment, int entry) {
        int kind = FibEntry.kind(entry);
        return FibEntry.argument(entry) == compartment
                && (kind == FibEntry.PUBLIC || kind == FibEntry.COMPARTMENT);
    }

    private int source(FlowKey key) {
        return key.ipv6
                ? owners.lookup(key.sourceHigh, key.sourceLow)
                : owners.lookup(0, IpAddress.mapped(key.source));
    }

    private int destination(FlowKey key) {
        return key.ipv6
                ? owners.lookup(key.destinationHigh, key.destinationLow)
                : owners.lookup(0, IpAddress.mapped(key.destination));
    }
}
