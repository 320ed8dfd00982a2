package io.hnvgateway.compartments;

import io.hnvgateway.compartments.punt.PuntTable;
import org.jspecify.annotations.Nullable;

/// Everything that a worker forwards by, immutable; replaced whole by one release store and taken
/// once a batch. What did not change from one to the next is shared between them.
///
/// @param generation grows by one with each change; unchanged input makes no new one
/// @param compartments by compartment index; null where there is none (index 0 always)
/// @param vsids (0, VSID) → compartment index
/// @param punts peers of BGP, of all compartments
public record ForwardingSnapshot(
        long generation,
        PagedArray<Compartment> compartments,
        PersistentTable vsids,
        FrontEnd frontEnd,
        ProviderNetwork provider,
        PuntTable punts) {
    /// Without peers of BGP.
    public ForwardingSnapshot(
            long generation,
            PagedArray<Compartment> compartments,
            PersistentTable vsids,
            FrontEnd frontEnd,
            ProviderNetwork provider) {
        this(generation, compartments, vsids, frontEnd, provider, PuntTable.EMPTY);
    }

    public @Nullable Compartment compartment(int index) {
        return compartments.get(index);
    }

    /// Index of the compartment of a virtual subnet; 0 when there is none.
    public int compartmentIndexOf(int vsid) {
        return vsids.get(0, vsid);
    }

    public @Nullable Compartment compartmentOf(int vsid) {
        int index = compartmentIndexOf(vsid);
        return index == 0 ? null : compartments.get(index);
    }
}
