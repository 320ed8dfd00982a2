package io.hnvgateway.packet.checkpoint;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Eight bytes of a record that tell whoever finds it after a crash that it was written to its end,
/// for this table.
///
/// ```
///  0               4               8
/// +---------------+---------------+
/// |   sequence    |   checksum    |
/// +---------------+---------------+
/// ```
///
/// In the machine's byte order. The sequence is odd while the record is written, and stays so if
/// the writer dies; the checksum covers the fields that do not change with each packet, and is
/// never 0, so that zeroed memory is not intact. A writer calls [#open], writes, and calls [#set];
/// a record that is given up stays open. A field that changes in a record which others rely on is
/// changed by [#renew] instead. Who reads beside the writer compares the sequence before and after,
/// which this class does not do: seals are read while nobody writes.
///
/// It guards against halves and against what lies there by chance, not against forgery: only the
/// gateway's own user reaches the memory. One writer for each seal; allocates nothing.
public final class Seal {
    public static final int BYTES = 8;

    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Seal() {}

    /// Breaks the seal: until [#set] the record is not intact.
    ///
    /// @param seal its address, a multiple of 8
    public static void open(long seal) {
        Memory.putIntNative(seal, sequence(seal) | 1);
        VarHandle.storeStoreFence(); // the fields' stores stay behind it
    }

    /// Seals what was written.
    ///
    /// @param checksum from [#checksum] or [#end] over the fields as they are now
    public static void set(long seal, int checksum) {
        int next = (sequence(seal) | 1) + 1;
        LONG.setRelease(ALL, seal, (long) checksum << 32 | Integer.toUnsignedLong(next));
    }

    /// Seals an intact record for what is stored next: one field that [Seal]'s owner can tell from
    /// the checksum, because it takes few values. So who dies between the two stores leaves a
    /// record that says what it was about to become, and not one that is lost.
    ///
    /// @param checksum over the fields as they will be
    public static void renew(long seal, int checksum) {
        LONG.setRelease(ALL, seal, (long) checksum << 32 | (sequence(seal) + 2 & 0xffff_fffeL));
        VarHandle.storeStoreFence(); // the field's store stays behind it
    }

    /// Whether the record was written to its end, with these fields.
    public static boolean isIntact(long seal, int checksum) {
        return !isOpen(seal) && checksum != 0 && Memory.getIntNative(seal + 4) == checksum;
    }

    /// Whether its writer did not come to the end.
    public static boolean isOpen(long seal) {
        return (sequence(seal) & 1) != 0;
    }

    private static int sequence(long seal) {
        return Memory.getIntNative(seal);
    }

    /// The checksum of a record of one word.
    public static int checksum(long tableId, long a) {
        return end(add(tableId, a));
    }

    public static int checksum(long tableId, long a, long b) {
        return end(add(add(tableId, a), b));
    }

    public static int checksum(long tableId, long a, long b, long c) {
        return end(add(add(add(tableId, a), b), c));
    }

    public static int checksum(long tableId, long a, long b, long c, long d) {
        return end(add(add(add(add(tableId, a), b), c), d));
    }

    public static int checksum(long tableId, long a, long b, long c, long d, long e) {
        return end(add(add(add(add(add(tableId, a), b), c), d), e));
    }

    /// One step of the chain: SplitMix64 (Steele, Lea, Flood 2014) with the word added to its
    /// state. For each chain a bijection of the word, so one changed word changes the result.
    ///
    /// @param chain the table id at first, then what the last step returned
    public static long add(long chain, long word) {
        long z = chain + word + 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /// The chain over the 8-byte words at an address.
    public static long add(long chain, long address, int words) {
        long sum = chain;
        for (int i = 0; i < words; i++) {
            sum = add(sum, Memory.getLongNative(address + (long) i * Long.BYTES));
        }
        return sum;
    }

    /// The checksum of a chain: 32 bits, never 0.
    public static int end(long chain) {
        int high = (int) (chain >>> 32);
        return high == 0 ? 1 : high;
    }
}
