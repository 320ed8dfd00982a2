package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Regions at addresses that nobody touches: what is checked is arithmetic.
class MemoryRegionsTest {
    private static final long START = 0x10_0000;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment outer = region(START, 4096, arena);

    @AfterEach
    void close() {
        MemoryRegions.remove(outer);
        arena.close();
    }

    @Test
    void anAccessLiesWhollyWithin() {
        MemoryRegions.add(outer);
        allowed(START, 4096);
        allowed(START + 4095, 1);
        refused(START - 1, 1);
        refused(START + 4095, 2);
        refused(START + 8, -1);
    }

    @Test
    void afterItsEndARegionIsRefusedAlthoughNobodyTookItOut() {
        try (Arena other = Arena.ofConfined()) {
            MemoryRegions.add(region(START, 64, other));
            allowed(START, 8);
        }
        refused(START, 8);
    }

    @Test
    void aForgottenRegionDoesNotHideTheOneThatGotItsAddresses() {
        try (Arena other = Arena.ofConfined()) {
            MemoryRegions.add(region(START + 128, 64, other));
        }
        MemoryRegions.add(outer);
        allowed(START + 1024, 8);
        allowed(START + 128, 128);
    }

    @Test
    void aRegionWithinAnotherHidesNothingOfIt() {
        MemorySegment inner = outer.asSlice(128, 64);
        MemoryRegions.add(outer);
        MemoryRegions.add(inner);
        allowed(START + 1024, 8);
        MemoryRegions.remove(inner);
        allowed(START + 128, 8);
    }

    private static MemorySegment region(long address, long bytes, Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, null);
    }

    private static void allowed(long address, long bytes) {
        assertThatCode(() -> MemoryRegions.check(address, bytes)).doesNotThrowAnyException();
    }

    private static void refused(long address, long bytes) {
        assertThatThrownBy(() -> MemoryRegions.check(address, bytes))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
