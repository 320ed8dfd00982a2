package io.hnvgateway.nat;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.Seal;

/// One session of a mapping with one remote endpoint, 64 bytes, in the machine's byte order. What
/// is marked * is of this process only, and made anew by [NatRestore]; + changes with packets; the
/// seal covers the rest, and tells which the state is: it changes seal first.
///
/// ```
///  0 u8  state                 FREE, ACTIVE, or a state of TcpState
///  1 u8  protocol
///  2 u8  known +               bits of TcpNumbers: which of the numbers below are valid
///  4 u32 mapping               slot
///  8 u32 remote address        12 u16 remote port (ICMP and others: 0)
/// 16 u32 last use +            coarse, of packets on the slow path
/// 20 u32 next *                chain of the session hash; while FREE the free list
/// 24 u32 next of mapping *     28 u32 previous of mapping *
/// 32 u32 inside entry *        number of the flow entry of packets from inside, 0: none
/// 36 u32 outside entry *       the same of packets from outside
/// 40 u64 seal                  see Seal; its sequence is odd in a record that is FREE again
/// 48 u32 inside acknowledged + what the inside expects next from outside, by the slow path
/// 52 u32 outside acknowledged + what the outside expects next from inside
/// 56 u32 next of peer *        60 u32 previous of peer *   chain by mapping and remote address
/// ```
final class SessionRecord {
    static final int BYTES = 64;
    static final int NONE = -1;

    static final int FREE = 0;

    /// In use, not TCP.
    static final int ACTIVE = 1;

    private static final int SEAL = 40;

    static final int NEXT = 20;
    static final int NEXT_OF_PEER = 56;
    static final int PREVIOUS_OF_PEER = 60;

    private SessionRecord() {}

    static int state(long s) {
        return Memory.u8(s);
    }

    static void state(long s, int value) {
        Memory.put8(s, value);
    }

    static int protocol(long s) {
        return Memory.u8(s + 1);
    }

    static int known(long s) {
        return Memory.u8(s + 2);
    }

    static void known(long s, int value) {
        Memory.put8(s + 2, value);
    }

    static int mapping(long s) {
        return Memory.getIntNative(s + 4);
    }

    static int remoteAddress(long s) {
        return Memory.getIntNative(s + 8);
    }

    static int remotePort(long s) {
        return Memory.getShortNative(s + 12);
    }

    static int lastUse(long s) {
        return Memory.getIntNative(s + 16);
    }

    static void lastUse(long s, int coarse) {
        Memory.putIntNative(s + 16, coarse);
    }

    static int nextOfMapping(long s) {
        return Memory.getIntNative(s + 24);
    }

    static void nextOfMapping(long s, int value) {
        Memory.putIntNative(s + 24, value);
    }

    static int previousOfMapping(long s) {
        return Memory.getIntNative(s + 28);
    }

    static void previousOfMapping(long s, int value) {
        Memory.putIntNative(s + 28, value);
    }

    /// Number of a flow entry ([NatFlows#number]), or 0.
    static int entry(long s, boolean fromInside) {
        return Memory.getIntNative(s + (fromInside ? 32 : 36));
    }

    static void entry(long s, boolean fromInside, int number) {
        Memory.putIntNative(s + (fromInside ? 32 : 36), number);
    }

    static long seal(long s) {
        return s + SEAL;
    }

    /// Of all that is marked neither * nor +.
    static int checksum(long s, long tableId) {
        return checksum(s, tableId, state(s));
    }

    /// As [#checksum(long, long)], if it had this state.
    static int checksum(long s, long tableId, int state) {
        return Seal.checksum(
                tableId,
                state << 8 | protocol(s),
                mapping(s),
                (long) remoteAddress(s) << 32 | remotePort(s));
    }

    static int acknowledged(long s, boolean byInside) {
        return Memory.getIntNative(s + (byInside ? 48 : 52));
    }

    static void acknowledged(long s, boolean byInside, int value) {
        Memory.putIntNative(s + (byInside ? 48 : 52), value);
    }

    /// Writes what a new record is about; the rest but the seal is zero or NONE.
    static void write(long s, int mapping, Tuple t) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            if (i != SEAL) {
                Memory.putLongNative(s + i, 0);
            }
        }
        Memory.put8(s + 1, t.protocol);
        Memory.putIntNative(s + 4, mapping);
        Memory.putIntNative(s + 8, t.remoteAddress);
        Memory.putShortNative(s + 12, t.remotePort);
        nextOfMapping(s, NONE);
        previousOfMapping(s, NONE);
    }
}
