package io.hnvgateway.dataplane.afpacket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Reader of a TPACKET_V3 ring (linux/if_packet.h): blocks that the kernel fills and hands over
/// whole. A cursor stands on one packet at a time; moving on releases a block that is used up.
///
/// ```
/// block:  4 offset to private · 8 status · 12 packets · 16 offset to first packet · 20 bytes used
/// packet: 0 next offset · 12 captured · 16 length · 20 status · 24 mac offset (u16)
///         32 VLAN TCI · 36 VLAN TPID (u16) · 48 sockaddr_ll
/// ```
///
/// Owner: one worker thread.
final class ReceiveRing {
    static final int STATUS_CHECKSUM_NOT_READY = 1 << 3;
    private static final int STATUS_VLAN_VALID = 1 << 4;
    private static final int STATUS_VLAN_TPID_VALID = 1 << 6;
    private static final int DEFAULT_TPID = 0x8100;
    private static final int STATUS_USER = 1;
    private static final int PACKET_HEADER_BYTES = 48;
    private static final int FIRST_PACKET = 48;
    private static final VarHandle STATUS = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final int blockBytes;
    private final int blocks;
    private int block;
    private int packetsLeft;
    private int packet;
    private boolean holdsBlock;
    private long corruptBlocks;

    ReceiveRing(MemorySegment ring, int blockBytes) {
        this.ring = ring;
        this.blockBytes = blockBytes;
        this.blocks = (int) (ring.byteSize() / blockBytes);
    }

    /// Moves to the next packet.
    ///
    /// @return false if none has arrived
    boolean advance() {
        if (packetsLeft > 0 && --packetsLeft > 0) {
            step();
        }
        while (packetsLeft == 0) {
            release();
            if (!acquire()) {
                return false;
            }
        }
        return true;
    }

    private void step() {
        int next = header(0);
        if (next > 0 && holds(packet + (long) next)) {
            packet += next;
        } else {
            packetsLeft = corrupt();
        }
    }

    private int corrupt() {
        corruptBlocks++;
        return 0;
    }

    private boolean acquire() {
        long at = (long) block * blockBytes;
        if (((int) STATUS.getAcquire(ring, at + 8) & STATUS_USER) == 0) {
            return false;
        }
        holdsBlock = true;
        packetsLeft = ring.get(JAVA_INT, at + 12);
        packet = ring.get(JAVA_INT, at + 16);
        if (packetsLeft < 0 || (packetsLeft > 0 && !holds(packet))) {
            packetsLeft = corrupt();
        }
        return true;
    }

    private void release() {
        if (holdsBlock) {
            STATUS.setRelease(ring, (long) block * blockBytes + 8, 0);
            block = block + 1 == blocks ? 0 : block + 1;
            holdsBlock = false;
        }
    }

    /// True if a packet's header may stand at this offset in the block.
    private boolean holds(long offset) {
        return offset >= FIRST_PACKET && offset <= blockBytes - PACKET_HEADER_BYTES;
    }

    private int header(int field) {
        return ring.get(JAVA_INT, (long) block * blockBytes + packet + field);
    }

    private int headerShort(int field) {
        return ring.get(JAVA_SHORT, (long) block * blockBytes + packet + field) & 0xffff;
    }

    /// Absolute address of the Ethernet header.
    long address() {
        return ring.address() + (long) block * blockBytes + packet + headerShort(24);
    }

    /// Bytes at [#address()], or -1 if the ring cut the frame or its numbers make no sense.
    int length() {
        int captured = header(12);
        long end = (long) packet + headerShort(24) + captured;
        return captured >= 0 && captured == header(16) && end <= blockBytes ? captured : -1;
    }

    int status() {
        return header(20);
    }

    /// The tag that the kernel took out of the frame, TPID in the high 16 bits; 0 if none.
    int vlanTag() {
        int status = status();
        if ((status & STATUS_VLAN_VALID) == 0) {
            return 0;
        }
        int tpid = (status & STATUS_VLAN_TPID_VALID) == 0 ? DEFAULT_TPID : headerShort(36);
        return tpid << 16 | (header(32) & 0xffff);
    }

    /// Blocks that were left because a number in them pointed outside.
    long corruptBlocks() {
        return corruptBlocks;
    }
}
