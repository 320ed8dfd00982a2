package io.hnvgateway.ipsec.esp;

import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.OuterHeader;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;

/// An IP packet into an ESP packet in tunnel mode (RFC 4303 §3.3), in place: headers into the
/// frame's headroom, padding and ICV behind.
///
/// ```
///  headroom                          as it came                   behind
/// ├──────────┬───────┬─────┬────┬─────────────────┬─────┬───────┬──────────┬─────┤
/// │ outer IP │ (UDP) │ ESP │ IV │    IP packet    │ TFC │ 1 2 3 │ len │ nh │ ICV │
/// └──────────┴───────┴─────┴────┴─────────────────┴─────┴───────┴──────────┴─────┘
///                               │◄───────────── encrypted ─────────────────►│
/// ```
///
/// The caller has checked the length against the path MTU ([OutboundSa#maxInnerBytes]) and
/// decremented the inner TTL, and takes the SA from [io.hnvgateway.ipsec.sa.Tunnel#select], which
/// looks at the selectors. Owner: one worker.
public final class EspEncapsulator {
    private static final int TRAILER_BYTES = 2;

    /// What the next hop's Ethernet header with a VLAN tag still needs in front.
    private static final int LINK_BYTES = 18;

    private final IpIdentifications identifications;

    public EspEncapsulator(IpIdentifications identifications) {
        this.identifications = identifications;
    }

    /// Encrypts the packet. Afterwards it is the outer one, parsed, with nothing in front of its IP
    /// header: `p.address == p.ip`.
    ///
    /// @param p inner IP header parsed
    /// @return CONTINUE, or DROP with TOO_BIG (its frame has no room), ESP_SEQUENCE_OVERFLOW or
    ///   ESP_EXPIRED
    public Verdict encapsulate(Packet p, OutboundSa sa) {
        OuterHeader header = sa.outer();
        long inner = p.ip;
        int innerBytes = p.ipTotalBytes;
        int textBytes = sa.textBytes(Math.max(innerBytes, sa.tfcBytes()));
        long esp = inner - sa.transform.ivBytes() - EspHeader.BYTES;
        long outer = esp - header.bytes();
        long end = inner + textBytes + sa.transform.icvBytes();
        long frame = FramePool.frameOf(inner);
        if (outer - LINK_BYTES < frame || end > frame + FramePool.FRAME_BYTES) {
            return p.drop(DropReason.TOO_BIG);
        }
        long sequence = sa.claim(innerBytes, p.arrivalNs);
        if (sequence == 0) {
            return p.drop(
                    sa.sequenceOverflow()
                            ? DropReason.ESP_SEQUENCE_OVERFLOW
                            : DropReason.ESP_EXPIRED);
        }
        int trafficClass =
                Congestion.entering(Congestion.trafficClass(inner, p.ipv6), sa.copiesEcn);
        int flags = flags(p, sa, header);
        pad(inner + innerBytes, inner + textBytes, sa, p.ipv6);
        EspHeader.write(esp, sa.spi, (int) sequence);
        sa.cipher.seal(esp, textBytes, sequence);
        header.write(p, outer, (int) (end - outer), trafficClass, flags);
        return Verdict.CONTINUE;
    }

    /// Identification and DF (RFC 4301 §8.1). An IPv6 packet inside may not be fragmented by
    /// routers, and neither is the IPv4 packet around it.
    private int flags(Packet p, OutboundSa sa, OuterHeader header) {
        if (header.isIpv6()) {
            return 0;
        }
        int dontFragment = sa.copiesDf && p.dontFragment ? Ipv4Header.DONT_FRAGMENT : 0;
        return identifications.next() << 16 | dontFragment;
    }

    /// Zeros for confidentiality, then 1, 2, 3, ..., their number, and what is inside (RFC 4303
    /// §2.4 to §2.7).
    private static void pad(long from, long textEnd, OutboundSa sa, boolean ipv6) {
        int bytes = (int) (textEnd - from) - TRAILER_BYTES;
        int mask = sa.transform.alignmentBytes() - 1;
        int padBytes = bytes & mask;
        Memory.zero(from, bytes - padBytes);
        long padding = textEnd - TRAILER_BYTES - padBytes;
        for (int i = 0; i < padBytes; i++) {
            Memory.put8(padding + i, i + 1);
        }
        int next = ipv6 ? IpProtocol.IPV6 : IpProtocol.IPV4;
        Memory.put16(textEnd - TRAILER_BYTES, padBytes << 8 | next);
    }
}
