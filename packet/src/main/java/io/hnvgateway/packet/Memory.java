package io.hnvgateway.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Access to native memory by absolute address: the one way in which the data path reads and writes
/// frames and tables.
///
/// One global segment and plain addresses cost neither a bounds check per segment nor an object per
/// frame. The price: **a wrong address ends the JVM**, so a caller checks every length and index
/// before it calls. With `-Dhnv.memory.checked=true` (tests, fuzzers) each access must lie inside a
/// region that was registered with [#register] and not freed since, otherwise
/// [IndexOutOfBoundsException] is thrown.
///
/// Unsuffixed accessors use network byte order; those ending in `Native` use the order of the
/// machine. Thread-safe for plain access by one owner; published fields use the `VarHandle`s of
/// their layouts.
public final class Memory {
    private static final boolean CHECKED = Boolean.getBoolean("hnv.memory.checked");
    private static final MemorySegment ALL = all();

    /// A mask that changes no address, but lets the compiler see that an access lies within [#ALL]:
    /// it makes no check, where it would prepare a loop for each check in it.
    private static final long WITHIN_ALL = (1L << 62) - 1;

    /// As [#WITHIN_ALL], with room for offsets: an address of user space, of whatever processor.
    private static final long USER_SPACE = (1L << 56) - 1;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Memory() {}

    private static MemorySegment all() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /// The segment that spans the whole address space; offset = absolute address. For `VarHandle`s.
    public static MemorySegment everything() {
        return ALL;
    }

    /// The same address, known to the compiler as one of user space: accesses at it, and at small
    /// offsets from it, are then compiled without checks and without [#WITHIN_ALL]. Worth it where
    /// an address comes out of memory or arithmetic and is used more than once.
    public static long base(long address) {
        return address & USER_SPACE;
    }

    /// Makes a native segment known to checked mode; without effect otherwise.
    public static void register(MemorySegment segment) {
        if (CHECKED) {
            MemoryRegions.add(segment);
        }
    }

    /// Ends what [#register] began, before the segment is freed.
    public static void unregister(MemorySegment segment) {
        if (CHECKED) {
            MemoryRegions.remove(segment);
        }
    }

    /// Unsigned byte, 0..255.
    public static int u8(long address) {
        return ALL.get(U8, at(address, 1)) & 0xff;
    }

    /// Unsigned 16-bit number, 0..65535.
    public static int u16(long address) {
        return ALL.get(U16, at(address, 2)) & 0xffff;
    }

    /// 32 bits; unsigned where the field is (use `Integer.toUnsignedLong`).
    public static int u32(long address) {
        return ALL.get(U32, at(address, 4));
    }

    public static long u64(long address) {
        return ALL.get(U64, at(address, 8));
    }

    /// 48 bits, as a MAC address has, in the low bits of the result.
    public static long u48(long address) {
        return (long) u16(address) << 32 | Integer.toUnsignedLong(u32(address + 2));
    }

    public static void put8(long address, int value) {
        ALL.set(U8, at(address, 1), (byte) value);
    }

    public static void put16(long address, int value) {
        ALL.set(U16, at(address, 2), (short) value);
    }

    public static void put32(long address, int value) {
        ALL.set(U32, at(address, 4), value);
    }

    public static void put48(long address, long value) {
        put16(address, (int) (value >>> 32));
        put32(address + 2, (int) value);
    }

    public static void put64(long address, long value) {
        ALL.set(U64, at(address, 8), value);
    }

    public static int getShortNative(long address) {
        return ALL.get(SHORT, at(address, 2)) & 0xffff;
    }

    public static int getIntNative(long address) {
        return ALL.get(INT, at(address, 4));
    }

    public static long getLongNative(long address) {
        return ALL.get(LONG, at(address, 8));
    }

    public static void putShortNative(long address, int value) {
        ALL.set(SHORT, at(address, 2), (short) value);
    }

    public static void putIntNative(long address, int value) {
        ALL.set(INT, at(address, 4), value);
    }

    public static void putLongNative(long address, long value) {
        ALL.set(LONG, at(address, 8), value);
    }

    /// Copies `bytes` bytes; the two ranges may overlap.
    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, at(from, bytes), ALL, at(to, bytes), bytes);
    }

    /// Copies `count` numbers, in the order of the machine, to the beginning of an array.
    public static void copyOut(long from, long[] to, int count) {
        MemorySegment.copy(ALL, LONG, at(from, 8L * count), to, 0, count);
    }

    public static void zero(long address, long bytes) {
        at(address, bytes);
        long i = 0;
        for (; i + 8 <= bytes; i += 8) {
            ALL.set(LONG, address + i, 0);
        }
        for (; i < bytes; i++) {
            ALL.set(U8, address + i, (byte) 0);
        }
    }

    private static long at(long address, long bytes) {
        if (CHECKED) {
            MemoryRegions.check(address, bytes);
        }
        return address & WITHIN_ALL;
    }
}
