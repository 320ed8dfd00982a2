package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Fifth pass: whether each admitted packet can leave by its egress adjacency as it stands now, and
/// what of it its headers are made of. Nothing of a packet is changed. Ends at the first that
/// cannot: a hit never waits, the whole way keeps the packet and asks the neighbour.
///
/// An adjacency is read in the words that headers have, under its sequence; nothing is taken apart
/// only to be put together again. Owner: one worker.
final class ReachPass {
    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    /// High half of an IPv4 address that [io.hnvgateway.packet.IpAddress] maps into IPv6.
    private static final long MAPPED = 0xffff;

    private static final int MAX_LINK_HEADER_BYTES =
            EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;

    private final AdjacencyTable adjacencies;

    ReachPass(AdjacencyTable adjacencies) {
        this.adjacencies = adjacencies;
    }

    /// @return the first frame from `from` on that cannot leave, or `end`
    int run(HitCandidates c, int from, int end) {
        AdjacencyTable slots = adjacencies;
        int i = from;
        while (i < end && reaches(c.record(i), slots)) {
            i++;
        }
        return i;
    }

    private static boolean reaches(long hit, AdjacencyTable slots) {
        long at = slots.address(HitRecord.egressAdjacency(hit));
        if (at == 0) {
            return false;
        }
        // Sequence, kind, port and MTU.
        long head = (long) LONG.getAcquire(ALL, Memory.base(at));
        if ((head & 1) != 0 || HitRecord.totalBytes(hit) > head >>> 48) {
            return false;
        }
        return kind(head) == Adjacency.NEIGHBOR ? plain(hit, at) : overlay(hit, at, head, slots);
    }

    private static boolean plain(long hit, long at) {
        Memory.putIntNative(hit + HitRecord.SEGMENT, 0);
        long ip = HitRecord.ip(hit);
        return headroomBytes(ip) >= 0
                && (HitRecord.totalBytes(hit) >= ExecutePass.MIN_BYTES
                        || FramePool.bytesToEnd(ip) >= ExecutePass.MIN_BYTES + Long.BYTES)
                && neighbor(hit, at);
    }

    private static long headroomBytes(long ip) {
        return ip - FramePool.frameOf(ip) - MAX_LINK_HEADER_BYTES;
    }

    private static boolean overlay(long hit, long at, long head, AdjacencyTable slots) {
        long macs = Memory.getLongNative(at + AdjacencyLayout.DESTINATION_MAC);
        long macsAndFlags = Memory.getLongNative(at + AdjacencyLayout.DESTINATION_MAC + 8);
        int source = Memory.u32(at + AdjacencyLayout.PROVIDER_SOURCE + 12);
        long destinationHigh = Memory.getLongNative(at + AdjacencyLayout.DESTINATION);
        long destination = Memory.u64(at + AdjacencyLayout.DESTINATION + 8);
        long vsidAndNextHop = Memory.getLongNative(at + AdjacencyLayout.VSID);
        if (!isStill(at, head)
                || kind(head) != Adjacency.OVERLAY
                || destinationHigh != 0
                || destination >>> 32 != MAPPED) {
            return false;
        }
        int flags = (int) (macsAndFlags >>> 32);
        int outer =
                (flags & Adjacency.OUTER_DONT_FRAGMENT) != 0
                        ? HitRecord.OVERLAY | HitRecord.DONT_FRAGMENT
                        : HitRecord.OVERLAY;
        Memory.putLongNative(hit + HitRecord.INNER_MACS, macs);
        Memory.putIntNative(hit + HitRecord.INNER_MACS + 8, (int) macsAndFlags);
        Memory.putIntNative(hit + HitRecord.SEGMENT, (int) vsidAndNextHop << 8 | outer);
        Memory.putLongNative(
                hit + HitRecord.OUTER_ADDRESSES,
                (long) source << 32 | Integer.toUnsignedLong((int) destination));
        long nextHop = slots.address((int) (vsidAndNextHop >>> 32));
        return nextHop != 0
                && headroomBytes(HitRecord.ip(hit)) >= NvgreEncapsulation.overheadBytes(false)
                && neighbor(hit, nextHop);
    }

    /// Takes what the link's header needs; false unless it is a neighbour whose address is known.
    private static boolean neighbor(long hit, long at) {
        long head = (long) LONG.getAcquire(ALL, Memory.base(at));
        long macs = Memory.getLongNative(at + AdjacencyLayout.DESTINATION_MAC);
        long macsAndFlags = Memory.getLongNative(at + AdjacencyLayout.DESTINATION_MAC + 8);
        int vlan = Memory.getIntNative(at + AdjacencyLayout.VLAN);
        int flags = (int) (macsAndFlags >>> 32);
        Memory.putLongNative(hit + HitRecord.LINK_MACS, macs);
        Memory.putIntNative(hit + HitRecord.LINK_MACS + 8, (int) macsAndFlags);
        Memory.putIntNative(hit + HitRecord.PORT, (vlan << 16) | ((int) (head >>> 40) & 0xff));
        return isStill(at, head)
                && (head & 1) == 0
                && kind(head) == Adjacency.NEIGHBOR
                && (flags & Adjacency.RESOLVED) != 0;
    }

    private static int kind(long head) {
        return (int) (head >>> 32) & 0xff;
    }

    private static boolean isStill(long at, long head) {
        VarHandle.loadLoadFence();
        return (long) LONG.getOpaque(ALL, Memory.base(at)) == head;
    }
}
