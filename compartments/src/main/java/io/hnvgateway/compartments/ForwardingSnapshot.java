package io.hnvgateway.compartments;

import org.jspecify.annotations.Nullable;

/// Everything that a worker forwards by, immutable; replaced whole by one release store and taken
/// once a batch.
///
/// @param generation grows by one with each change; unchanged input makes no new one
/// @param compartments by compartment index; null where there is none (index 0 always)
/// @param vsids VSID → compartment index
@SuppressWarnings("ArrayRecordComponent") // never changed after construction; read on every packet
public record ForwardingSnapshot(
        long generation,
        @Nullable Compartment[] compartments,
        IntTable vsids,
        FrontEnd frontEnd,
        ProviderNetwork provider) {

    public @Nullable Compartment compartment(int index) {
        return index < compartments.length ? compartments[index] : null;
    }

    public @Nullable Compartment compartmentOf(int vsid) {
        int index = vsids.get(vsid);
        return index == 0 ? null : compartments[index];
    }
}
