package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.NeighborTable;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/// Where it is written down, for the process after this one, what each adjacency slot is: flow
/// entries name their adjacencies by slot, so a VM and a neighbour keep theirs over a restart.
///
/// Written under the compiler's lock, neighbours under their table's; no slot has two writers.
public interface AdjacencyLedger extends NeighborTable.Ledger {
    /// A VM's slot of the process before.
    ///
    /// @param compartment its index
    record KeptVm(int slot, int compartment, VmName name) {}

    /// A neighbour's slot of the process before.
    record KeptNeighbor(int slot, int link, long high, long low) {}

    /// Those of the process before; asked before anything is written.
    List<KeptVm> keptVms();

    List<KeptNeighbor> keptNeighbors();

    /// The slot that stood for any front-end port.
    OptionalInt keptFrontEnd();

    /// All slots of the process before.
    default BitSet keptSlots() {
        BitSet slots = new BitSet();
        keptVms().forEach(vm -> slots.set(vm.slot));
        keptNeighbors().forEach(neighbor -> slots.set(neighbor.slot));
        keptFrontEnd().ifPresent(slots::set);
        return slots;
    }

    /// The slot is this VM's from now on.
    void vm(int slot, int compartment, VmName name);

    /// The slot stands for any front-end port.
    void frontEnd(int slot);
}
