package io.hnvgateway.nat;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.Seal;

/// One mapping of an inside endpoint to an external endpoint, 64 bytes, in the machine's byte
/// order. It holds slot numbers and no addresses of memory, so that a table can be kept and mapped
/// elsewhere ([NatRestore]); what is marked * is of this process only and is made anew from the
/// rest; what is marked + is made sense of ([NatRestore]); the seal covers the others. Of state and
/// unclosed it tells which they are: they change one at a time in a record that must not be lost,
/// seal first.
///
/// ```
///  0 u8  state                 FREE, LIVE, QUARANTINED, ENDING
///  1 u8  kind                  DYNAMIC, INBOUND, ONE_TO_ONE
///  2 u8  protocol              IP protocol
///  3 u8  unclosed              1: a session ended that was not closed by its ends
///  4 u32 compartment           index of the owner
///  8 u32 inside address        12 u32 external address
/// 16 u16 inside port           18 u16 external port (ICMP: identifiers; others: 0)
/// 20 u32 tenure *              which tenant had the compartment index when it was made
/// 24 u32 checked epoch *       configuration under which it was last found allowed
/// 28 u32 first session *       slot of the newest session, NONE
/// 32 u32 sessions *            how many
/// 36 u32 next inside *         chain of the inside hash
/// 40 u32 next external *       chain of the external hash; while FREE the free list
/// 44 u32 ended +               coarse time when the last unclosed session ended
/// 48 u64 created ns            CLOCK_MONOTONIC
/// 56 u64 seal                 see Seal; its sequence is odd in a record that is FREE again
/// ```
final class MappingRecord {
    static final int BYTES = 64;
    static final int NONE = -1;

    static final int FREE = 0;
    static final int LIVE = 1;

    /// Ended; its port is held back from others (RFC 6888 REQ-8).
    static final int QUARANTINED = 2;

    /// No longer allowed; its sessions end one by one.
    static final int ENDING = 3;

    static final int DYNAMIC = 0;
    static final int INBOUND = 1;
    static final int ONE_TO_ONE = 2;

    private static final int SEAL = 56;

    static final int NEXT_INSIDE = 36;
    static final int NEXT_EXTERNAL = 40;

    private MappingRecord() {}

    static int state(long m) {
        return Memory.u8(m);
    }

    static void state(long m, int value) {
        Memory.put8(m, value);
    }

    static int kind(long m) {
        return Memory.u8(m + 1);
    }

    static void kind(long m, int value) {
        Memory.put8(m + 1, value);
    }

    static int protocol(long m) {
        return Memory.u8(m + 2);
    }

    static int compartment(long m) {
        return Memory.getIntNative(m + 4);
    }

    static int insideAddress(long m) {
        return Memory.getIntNative(m + 8);
    }

    static int externalAddress(long m) {
        return Memory.getIntNative(m + 12);
    }

    static int insidePort(long m) {
        return Memory.getShortNative(m + 16);
    }

    static int externalPort(long m) {
        return Memory.getShortNative(m + 18);
    }

    static int tenure(long m) {
        return Memory.getIntNative(m + 20);
    }

    static void tenure(long m, int value) {
        Memory.putIntNative(m + 20, value);
    }

    static int checkedEpoch(long m) {
        return Memory.getIntNative(m + 24);
    }

    static void checkedEpoch(long m, int value) {
        Memory.putIntNative(m + 24, value);
    }

    static int firstSession(long m) {
        return Memory.getIntNative(m + 28);
    }

    static void firstSession(long m, int value) {
        Memory.putIntNative(m + 28, value);
    }

    static int sessions(long m) {
        return Memory.getIntNative(m + 32);
    }

    static void sessions(long m, int value) {
        Memory.putIntNative(m + 32, value);
    }

    static boolean unclosed(long m) {
        return Memory.u8(m + 3) != 0;
    }

    static int endedCoarse(long m) {
        return Memory.getIntNative(m + 44);
    }

    static void endedCoarse(long m, int coarse) {
        Memory.putIntNative(m + 44, coarse);
    }

    static void unclosed(long m, boolean value) {
        Memory.put8(m + 3, value ? 1 : 0);
    }

    static long createdNs(long m) {
        return Memory.getLongNative(m + 48);
    }

    static long seal(long m) {
        return m + SEAL;
    }

    /// Of all that is marked neither * nor +.
    static int checksum(long m, long tableId) {
        return checksum(m, tableId, state(m), unclosed(m));
    }

    /// As [#checksum(long, long)], if these two were as given.
    static int checksum(long m, long tableId, int state, boolean unclosed) {
        long others = Memory.getLongNative(m) & ~0xff00_00ffL;
        return Seal.checksum(
                tableId,
                others | (unclosed ? 1L << 24 : 0) | state,
                Memory.getLongNative(m + 8),
                Integer.toUnsignedLong(Memory.getIntNative(m + 16)),
                createdNs(m));
    }

    /// Whether a record ever lay here.
    static boolean isUntouched(long m) {
        long all = 0;
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            all |= Memory.getLongNative(m + i);
        }
        return all == 0;
    }

    /// Writes endpoints, protocol and compartment of a new record; the rest but the seal is zero or
    /// NONE.
    static void write(long m, Tuple t, long nowNs) {
        for (int i = 0; i < SEAL; i += Long.BYTES) {
            Memory.putLongNative(m + i, 0);
        }
        Memory.put8(m + 2, t.protocol);
        Memory.putIntNative(m + 4, t.compartment);
        Memory.putIntNative(m + 8, t.insideAddress);
        Memory.putIntNative(m + 12, t.externalAddress);
        Memory.putShortNative(m + 16, t.insidePort);
        Memory.putShortNative(m + 18, t.externalPort);
        Memory.putLongNative(m + 48, nowNs);
        firstSession(m, NONE);
    }
}
