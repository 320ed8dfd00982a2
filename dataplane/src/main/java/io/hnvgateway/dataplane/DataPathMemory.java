package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.xdp.TrafficArray;
import java.lang.foreign.MemorySegment;

/// The tables that Java and the XDP program share: mapped BPF arrays, or anonymous memory where
/// there is no XDP. Zeroed when opened, but for those that an earlier process left.
///
/// @param flowTable IPv4 flows, 64 bytes an entry
/// @param flowTable6 IPv6 flows, 128 bytes an entry
/// @param adjacencies 64 bytes a slot
/// @param generations one `u32` for each compartment
/// @param vsidCompartments one `u32` for each VSID; written by steering
/// @param flowCounters 16 bytes for each slot of `flowTable`
/// @param flowCounters6 16 bytes for each slot of `flowTable6`
/// @param traffic what an XDP program forwarded itself
/// @param sharedWithKernel whether an XDP program executes flows, and so writes to them too
public record DataPathMemory(
        MemorySegment flowTable,
        MemorySegment flowTable6,
        MemorySegment adjacencies,
        MemorySegment generations,
        MemorySegment vsidCompartments,
        MemorySegment flowCounters,
        MemorySegment flowCounters6,
        TrafficArray traffic,
        boolean sharedWithKernel) {
    public static final int SLOT_BYTES = 64;
    public static final int FLOW6_BYTES = 128;
    public static final int FLOW_COUNTER_BYTES = 16;

    /// Tables of this process alone, whose flows are not counted.
    public DataPathMemory(
            MemorySegment flowTable,
            MemorySegment flowTable6,
            MemorySegment adjacencies,
            MemorySegment generations,
            MemorySegment vsidCompartments) {
        this(
                flowTable,
                flowTable6,
                adjacencies,
                generations,
                vsidCompartments,
                MemorySegment.NULL,
                MemorySegment.NULL,
                TrafficArray.NONE,
                false);
    }
}
