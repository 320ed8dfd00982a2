package io.hnvgateway.dataplane;

import java.lang.foreign.MemorySegment;

/// The tables that Java and the XDP program share: mapped BPF arrays, or anonymous memory where
/// there is no XDP. Zeroed when opened.
///
/// @param flowTable 64 bytes an entry
/// @param adjacencies 64 bytes a slot
/// @param generations one `u32` for each compartment
/// @param vsidCompartments one `u32` for each VSID; written by steering
public record DataPathMemory(
        MemorySegment flowTable,
        MemorySegment adjacencies,
        MemorySegment generations,
        MemorySegment vsidCompartments) {
    public static final int SLOT_BYTES = 64;
}
