package io.hnvgateway.dataplane;

import java.lang.foreign.MemorySegment;

/// The tables that Java and the XDP program share: mapped BPF arrays, or anonymous memory where
/// there is no XDP. Zeroed when opened.
///
/// @param flowTable IPv4 flows, 64 bytes an entry
/// @param flowTable6 IPv6 flows, 128 bytes an entry
/// @param adjacencies 64 bytes a slot
/// @param generations one `u32` for each compartment
/// @param vsidCompartments one `u32` for each VSID; written by steering
public record DataPathMemory(
        MemorySegment flowTable,
        MemorySegment flowTable6,
        MemorySegment adjacencies,
        MemorySegment generations,
        MemorySegment vsidCompartments) {
    public static final int SLOT_BYTES = 64;
    public static final int FLOW6_BYTES = 128;
}
