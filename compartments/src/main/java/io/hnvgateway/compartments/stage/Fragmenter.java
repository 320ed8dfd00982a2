package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.security.SecureRandom;

/// Cuts an IPv4 packet with DF clear into fragments that fit an MTU (RFC 791 §3.2, RFC 1812
/// §5.2.6), and a packet that the gateway itself sends, of either family (RFC 8200 §4.5).
///
/// The packet itself becomes the first fragment; the others get frames of their own, ordered.
/// Owner: the worker.
public final class Fragmenter {
    private static final int MOST_FRAGMENTS = 8;
    private static final int OPTION_COPIED = 0x80;
    private static final int OPTION_NOP = 1;
    private static final int FRAGMENT = 44;
    private static final int FRAGMENT_HEADER_BYTES = 8;
    private static final int FRAGMENTED_BYTES = Ipv6Header.BYTES + FRAGMENT_HEADER_BYTES;
    private static final int LINK_BYTES = 18;

    private final FramePool frames;
    private final Packet[] others = new Packet[MOST_FRAGMENTS - 1];

    /// Not to be foretold (RFC 7739).
    private int next6 = new SecureRandom().nextInt();

    public Fragmenter(FramePool frames) {
        this.frames = frames;
        for (int i = 0; i < others.length; i++) {
            others[i] = new Packet();
        }
    }

    /// Cuts the packet.
    ///
    /// @param mtuBytes 68 at least
    /// @return number of further fragments, to be had by [#other]; -1 when it cannot be done (no
    ///   frame, too many pieces), and then nothing is changed
    public int split(Packet p, int mtuBytes) {
        if (p.ipv6) {
            return -1; // only its sender fragments (RFC 8200 §4.5)
        }
        int chunk = (mtuBytes - p.ipHeaderBytes) & ~7;
        int payload = p.ipPayloadBytes();
        int pieces = chunk <= 0 ? Integer.MAX_VALUE : (payload + chunk - 1) / chunk;
        if (pieces > MOST_FRAGMENTS || frames.available() < pieces - 1) {
            return -1;
        }
        for (int i = 1; i < pieces; i++) {
            int from = i * chunk;
            cut(p, others[i - 1], from, Math.min(chunk, payload - from));
        }
        finish(p, p.fragmentOffset, chunk, true);
        p.length = (int) (p.ip + p.ipTotalBytes - p.address);
        return pieces - 1;
    }

    /// Cuts an IPv6 packet that the gateway itself has made, without extension headers; of another
    /// only its sender may.
    ///
    /// @param mtuBytes 1280 at least
    /// @return as [#split]
    public int splitOwn6(Packet p, int mtuBytes) {
        int chunk = (mtuBytes - FRAGMENTED_BYTES) & ~7;
        int payload = p.ipPayloadBytes();
        int pieces = (payload + chunk - 1) / chunk;
        boolean room = p.ip - FRAGMENT_HEADER_BYTES - LINK_BYTES >= FramePool.frameOf(p.ip);
        if (pieces > MOST_FRAGMENTS || !room || frames.available() < pieces - 1) {
            return -1;
        }
        int protocol = p.protocol;
        int identification = next6++;
        for (int i = 1; i < pieces; i++) {
            int from = i * chunk;
            int bytes = Math.min(chunk, payload - from);
            long ip = frames.allocate() + FramePool.HEADROOM_BYTES;
            Memory.copy(p.ip, ip, Ipv6Header.BYTES);
            Memory.copy(p.ip + Ipv6Header.BYTES + from, ip + FRAGMENTED_BYTES, bytes);
            Packet piece = others[i - 1];
            piece.reset(p.port, ip, FRAGMENTED_BYTES + bytes, p.arrivalNs);
            copyFields(p, piece);
            piece.ipv6 = true;
            piece.etherType = p.etherType;
            finish6(piece, ip, bytes, identification, protocol << 24 | from | more(i < pieces - 1));
        }
        long ip = p.ip - FRAGMENT_HEADER_BYTES;
        Memory.copy(p.ip, ip, Ipv6Header.BYTES);
        finish6(p, ip, Math.min(chunk, payload), identification, protocol << 24 | more(pieces > 1));
        p.address = ip;
        p.length = p.ipTotalBytes;
        return pieces - 1;
    }

    private static int more(boolean more) {
        return more ? 1 : 0;
    }

    /// @param first word of the fragment header: next header, offset in bytes, more
    private static void finish6(Packet p, long ip, int bytes, int identification, int first) {
        Memory.put16(ip + 4, FRAGMENT_HEADER_BYTES + bytes);
        Memory.put8(ip + 6, FRAGMENT);
        Memory.put32(ip + Ipv6Header.BYTES, first);
        Memory.put32(ip + Ipv6Header.BYTES + 4, identification);
        p.ip = ip;
        p.ipHeaderBytes = FRAGMENTED_BYTES;
        p.ipTotalBytes = FRAGMENTED_BYTES + bytes;
    }

    public Packet other(int i) {
        return others[i];
    }

    private void cut(Packet p, Packet piece, int from, int bytes) {
        long frame = frames.allocate();
        long ip = frame + FramePool.HEADROOM_BYTES;
        Memory.copy(p.ip, ip, p.ipHeaderBytes);
        Memory.copy(p.ip + p.ipHeaderBytes + from, ip + p.ipHeaderBytes, bytes);
        piece.reset(p.port, ip, p.ipHeaderBytes + bytes, p.arrivalNs);
        copyFields(p, piece);
        piece.ip = ip;
        keepCopiedOptions(ip, p.ipHeaderBytes);
        boolean last = from + bytes == p.ipPayloadBytes();
        finish(piece, p.fragmentOffset + from, bytes, !last || p.moreFragments);
    }

    private static void copyFields(Packet from, Packet to) {
        to.ipHeaderBytes = from.ipHeaderBytes;
        to.source = from.source;
        to.destination = from.destination;
        to.protocol = from.protocol;
        to.ttl = from.ttl;
        to.compartment = from.compartment;
        to.dontFragment = false;
    }

    /// Options without the copied flag stand in the first fragment only.
    private static void keepCopiedOptions(long ip, int headerBytes) {
        int i = Ipv4Header.BYTES;
        while (i < headerBytes) {
            int type = Memory.u8(ip + i);
            int bytes =
                    type <= OPTION_NOP || i + 1 >= headerBytes
                            ? 1
                            : Math.max(2, Memory.u8(ip + i + 1));
            for (int j = i;
                    j < Math.min(i + bytes, headerBytes) && (type & OPTION_COPIED) == 0;
                    j++) {
                Memory.put8(ip + j, OPTION_NOP);
            }
            i += bytes;
        }
    }

    private static void finish(Packet p, int offsetBytes, int payloadBytes, boolean more) {
        p.fragmentOffset = offsetBytes;
        p.moreFragments = more;
        p.ipTotalBytes = p.ipHeaderBytes + payloadBytes;
        Memory.put16(p.ip + 2, p.ipTotalBytes);
        Memory.put16(p.ip + 6, (more ? Ipv4Header.MORE_FRAGMENTS : 0) | offsetBytes >>> 3);
        Ipv4Header.updateChecksum(p.ip, p.ipHeaderBytes);
    }
}
