package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;
import io.hnvgateway.packet.Verdict;
import org.jspecify.annotations.Nullable;

/// Puts fragments for a VPN address together (RFC 791 §3.2, RFC 8200 §4.5): only the whole tells
/// whether it is of a tunnel or the host's. What is of a tunnel becomes one frame; what is the
/// host's goes to its kernel, fragment by fragment.
///
/// Bounded in all and for each sender; a datagram with fragments that overlap is dropped whole (RFC
/// 5722 §4). Owner: one worker, that of the datagram's identification.
final class OuterFragments {
    static final int DATAGRAMS = 64;
    static final int OF_ONE_SENDER = 8;
    static final int PIECES = 24;
    static final long TIMEOUT_NS = 5_000_000_000L;

    private static final int NONE = -1;
    private static final int FRAGMENT_HEADER_BYTES = 8;
    private static final int MAX_BYTES = 65535;
    private static final int PORT_IKE = 500;
    private static final int PORT_IKE_NAT = 4500;
    private static final int MARKED_BYTES = UdpHeader.BYTES + 4;

    /// One datagram under way.
    private static final class Datagram {
        boolean used;
        long sourceHigh;
        long sourceLow;
        long destinationHigh;
        long destinationLow;
        int identification;
        int protocol;
        long deadlineNs;
        int pieces;
        int bytes;

        /// Bytes of the whole payload; [#NONE] until the last piece came.
        int total;

        // By piece.
        final long[] frames = new long[PIECES];
        final long[] ips = new long[PIECES];
        final int[] headerBytes = new int[PIECES];
        final int[] offsets = new int[PIECES];
        final int[] lengths = new int[PIECES];

        boolean isOf(Packet p, int identification) {
            return used
                    && this.identification == identification
                    && protocol == p.protocol
                    && sourceLow == p.sourceLow()
                    && destinationLow == p.destinationLow()
                    && sourceHigh == p.sourceHigh()
                    && destinationHigh == p.destinationHigh();
        }

        boolean overlaps(int offset, int length) {
            for (int i = 0; i < pieces; i++) {
                if (offset < offsets[i] + lengths[i] && offsets[i] < offset + length) {
                    return true;
                }
            }
            return total != NONE && offset + length > total;
        }

        int first() {
            for (int i = 0; i < pieces; i++) {
                if (offsets[i] == 0) {
                    return i;
                }
            }
            return 0;
        }
    }

    private final Datagram[] datagrams = new Datagram[DATAGRAMS];
    private final WorkerContext context;
    private final HostDelivery host;
    private final IkeBudget budget = new IkeBudget();
    private int underWay;
    private int held;

    OuterFragments(WorkerContext context, HostDelivery host) {
        this.context = context;
        this.host = host;
        for (int i = 0; i < DATAGRAMS; i++) {
            datagrams[i] = new Datagram();
        }
    }

    /// What names a datagram beside its addresses and protocol.
    static int identification(Packet p) {
        return p.ipv6 ? p.ipv6Identification : Ipv4Header.identification(p.ip);
    }

    /// Takes a fragment.
    ///
    /// @return HOLD; CONTINUE when the packet is a whole one now, to be parsed anew; PASS when it
    ///   went to the host; DROP
    Verdict add(Packet p) {
        int length = p.ipPayloadBytes();
        boolean strange = p.ipv6 && p.ipHeaderBytes != Ipv6Header.BYTES + FRAGMENT_HEADER_BYTES;
        if (strange) {
            return p.drop(DropReason.OUTER_FRAGMENT);
        }
        if (isForged(p)) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        boolean ragged = p.moreFragments && length % 8 != 0;
        if (ragged || length <= 0 || p.fragmentOffset + length + p.ipHeaderBytes > MAX_BYTES) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        Datagram d = find(p);
        if (d == null) {
            return p.drop(DropReason.FRAGMENT_LIMIT);
        }
        boolean secondEnd = !p.moreFragments && d.total != NONE;
        boolean beforeOthers = !p.moreFragments && lastByte(d) > p.fragmentOffset + length;
        if (secondEnd || beforeOthers || d.overlaps(p.fragmentOffset, length)) {
            drop(d, d.pieces, DropReason.FRAGMENT_OVERLAP);
            return p.drop(DropReason.FRAGMENT_OVERLAP);
        }
        if (d.pieces == PIECES) {
            drop(d, d.pieces, DropReason.FRAGMENT_LIMIT);
            return p.drop(DropReason.FRAGMENT_LIMIT);
        }
        keep(d, p, length);
        return d.bytes == d.total ? whole(d, p) : Verdict.HOLD;
    }

    /// What is injected passes by the kernel's own check of sources.
    private boolean isForged(Packet p) {
        long high = p.sourceHigh();
        long low = p.sourceLow();
        int owner = FibEntry.kind(context.snapshot().frontEnd().owners().lookup(high, low));
        return !AddressRules.isUnicast(high, low)
                || AddressRules.isLinkLocal(high, low)
                || (owner != FibEntry.NONE && owner != FibEntry.ROUTER);
    }

    private static int lastByte(Datagram d) {
        int last = 0;
        for (int i = 0; i < d.pieces; i++) {
            last = Math.max(last, d.offsets[i] + d.lengths[i]);
        }
        return last;
    }

    private @Nullable Datagram find(Packet p) {
        int identification = identification(p);
        Datagram free = null;
        Datagram oldest = datagrams[0];
        int ofSender = 0;
        for (Datagram d : datagrams) {
            if (d.isOf(p, identification)) {
                return d;
            }
            if (!d.used) {
                free = free == null ? d : free;
            } else if (d.sourceLow == p.sourceLow() && d.sourceHigh == p.sourceHigh()) {
                ofSender++;
            }
            oldest = d.deadlineNs - oldest.deadlineNs < 0 ? d : oldest;
        }
        if (ofSender >= OF_ONE_SENDER) {
            return null;
        }
        return begin(free == null ? given(oldest) : free, p, identification);
    }

    /// Who sends first pieces under many names takes room from the oldest, never from who comes
    /// next.
    private Datagram given(Datagram oldest) {
        drop(oldest, oldest.pieces, DropReason.FRAGMENT_LIMIT);
        return oldest;
    }

    private Datagram begin(Datagram d, Packet p, int identification) {
        d.used = true;
        d.sourceHigh = p.sourceHigh();
        d.sourceLow = p.sourceLow();
        d.destinationHigh = p.destinationHigh();
        d.destinationLow = p.destinationLow();
        d.identification = identification;
        d.protocol = p.protocol;
        d.deadlineNs = context.nowNs() + TIMEOUT_NS;
        d.pieces = 0;
        d.bytes = 0;
        d.total = NONE;
        underWay++;
        return d;
    }

    private void keep(Datagram d, Packet p, int length) {
        int i = d.pieces++;
        d.frames[i] = p.receivedAddress;
        d.ips[i] = p.ip;
        d.headerBytes[i] = p.ipHeaderBytes;
        d.offsets[i] = p.fragmentOffset;
        d.lengths[i] = length;
        d.bytes += length;
        d.total = p.moreFragments ? d.total : p.fragmentOffset + length;
        held++;
    }

    /// The last piece to come is the packet's own: it is the caller's again.
    private Verdict whole(Datagram d, Packet p) {
        if (isOfTunnel(d)) {
            return assemble(d, p);
        }
        if (isIke(d)) {
            return toHost(d, p);
        }
        drop(d, d.pieces - 1, DropReason.OUTER_FRAGMENT);
        return p.drop(DropReason.OUTER_FRAGMENT);
    }

    /// Nothing else goes by injection: it would pass by the host's own packet filter.
    private static boolean isIke(Datagram d) {
        int first = d.first();
        return isIkePort(d.ips[first] + d.headerBytes[first], d.lengths[first]);
    }

    private static boolean isOfTunnel(Datagram d) {
        int first = d.first();
        long at = d.ips[first] + d.headerBytes[first];
        return isOfTunnel(d.protocol, at, d.lengths[first]);
    }

    /// Whether a whole packet is of a tunnel, and not the host's.
    static boolean isOfTunnel(Packet p) {
        return isOfTunnel(p.protocol, p.ip + p.ipHeaderBytes, p.ipPayloadBytes());
    }

    private static boolean isOfTunnel(int protocol, long at, int bytes) {
        return protocol != IpProtocol.UDP
                || (bytes >= MARKED_BYTES
                        && UdpHeader.destinationPort(at) == PORT_IKE_NAT
                        && Memory.u32(at + UdpHeader.BYTES) != 0);
    }

    /// Whether a whole packet is IKE.
    static boolean isIke(Packet p) {
        return p.protocol == IpProtocol.UDP
                && !isOfTunnel(p)
                && isIkePort(p.ip + p.ipHeaderBytes, p.ipPayloadBytes());
    }

    private static boolean isIkePort(long at, int bytes) {
        int port = bytes < MARKED_BYTES ? 0 : UdpHeader.destinationPort(at);
        return port == PORT_IKE || port == PORT_IKE_NAT;
    }

    /// Gives a whole packet of IKE to the host.
    Verdict deliver(Packet p) {
        if (isForged(p)) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        if (!budget.tryTake(p, 1, context.nowNs())) {
            return p.drop(DropReason.FRAGMENT_LIMIT);
        }
        host.deliver(p.ip, p.ipTotalBytes, p.ipv6);
        return Verdict.PASS;
    }

    /// All pieces or none: what is left out makes the others worthless.
    private Verdict toHost(Datagram d, Packet p) {
        if (!budget.tryTake(p, d.pieces, context.nowNs())) {
            drop(d, d.pieces - 1, DropReason.FRAGMENT_LIMIT);
            return p.drop(DropReason.FRAGMENT_LIMIT);
        }
        for (int i = 0; i < d.pieces; i++) {
            host.deliver(d.ips[i], d.headerBytes[i] + d.lengths[i], p.ipv6);
        }
        end(d, d.pieces - 1, Verdict.PASS);
        return Verdict.PASS;
    }

    private Verdict assemble(Datagram d, Packet p) {
        int first = d.first();
        int ipBytes = p.ipv6 ? Ipv6Header.BYTES : d.headerBytes[first];
        int linkBytes = p.linkHeaderBytes;
        int bytes = linkBytes + ipBytes + d.total;
        boolean fits = bytes <= FramePool.FRAME_BYTES - FramePool.HEADROOM_BYTES;
        long frame = fits ? context.frames().allocate() : 0;
        if (frame == 0) {
            DropReason reason = fits ? DropReason.NO_FRAME : DropReason.TOO_BIG;
            drop(d, d.pieces - 1, reason);
            return p.drop(reason);
        }
        long at = frame + FramePool.HEADROOM_BYTES;
        long ip = at + linkBytes;
        Memory.copy(d.ips[first] - linkBytes, at, linkBytes + ipBytes);
        for (int i = 0; i < d.pieces; i++) {
            long from = d.ips[i] + d.headerBytes[i];
            Memory.copy(from, ip + ipBytes + d.offsets[i], d.lengths[i]);
        }
        writeLength(d, p, ip, ipBytes);
        end(d, d.pieces - 1, Verdict.CONSUME);
        context.frames().free(p.receivedAddress);
        p.reset(p.port, at, bytes, p.arrivalNs);
        p.linkHeaderBytes = linkBytes;
        p.ip = ip;
        return Verdict.CONTINUE;
    }

    private static void writeLength(Datagram d, Packet p, long ip, int ipBytes) {
        if (p.ipv6) {
            Memory.put16(ip + 4, d.total);
            Memory.put8(ip + 6, d.protocol);
        } else {
            Memory.put16(ip + 2, ipBytes + d.total);
            Memory.put16(ip + 6, 0);
            Ipv4Header.updateChecksum(ip, ipBytes);
        }
    }

    /// Ends a datagram; the first pieces' frames end under a verdict, what is behind is not.
    private void end(Datagram d, int pieces, Verdict verdict) {
        for (int i = 0; i < pieces; i++) {
            context.frames().free(d.frames[i]);
            context.counters(0).countVerdict(verdict);
        }
        forget(d);
    }

    private void drop(Datagram d, int pieces, DropReason reason) {
        for (int i = 0; i < pieces; i++) {
            context.frames().free(d.frames[i]);
            context.counters(0).countDrop(reason);
        }
        forget(d);
    }

    private void forget(Datagram d) {
        held -= d.pieces;
        d.used = false;
        underWay--;
    }

    /// Gives up what waited too long.
    void doWork(long nowNs) {
        if (underWay == 0) {
            return;
        }
        for (Datagram d : datagrams) {
            if (d.used && nowNs - d.deadlineNs >= 0) {
                drop(d, d.pieces, DropReason.FRAGMENT_TIMEOUT);
            }
        }
    }

    /// Frames that wait for others.
    int held() {
        return held;
    }
}
