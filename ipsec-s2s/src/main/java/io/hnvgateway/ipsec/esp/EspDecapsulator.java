package io.hnvgateway.ipsec.esp;

import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.ReplayWindow;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.UdpHeader;
import io.hnvgateway.packet.Verdict;

/// An ESP packet in tunnel mode back into the IP packet inside (RFC 4303 §3.4), in place.
///
/// In this order, so that nothing is believed before it is authentic: lengths → replay window,
/// looked at → ICV and decryption → window, moved on → limits → where the peer is (RFC 3948 §2) →
/// padding → inner headers → congestion (RFC 6040) → selectors (RFC 4301 §5.2). Padding for
/// confidentiality lies behind the inner packet's own length and is left out with it. Stateless.
/// Owner: one worker, that of the SA.
public final class EspDecapsulator {
    private static final int TRAILER_BYTES = 2;

    /// Decrypts the packet. Afterwards it is the inner one, parsed with its transport header, with
    /// nothing in front of its IP header: `p.address == p.ip`.
    ///
    /// @param p outer IP header parsed
    /// @param esp as [EspPackets#locate] gave it
    /// @return CONTINUE; CONSUME for a dummy packet (RFC 4303 §2.6); or DROP
    public Verdict decapsulate(Packet p, InboundSa sa, long esp) {
        int overhead = EspHeader.BYTES + sa.transform.ivBytes() + sa.transform.icvBytes();
        int textBytes = EspPackets.bytes(p) - overhead;
        if (textBytes < TRAILER_BYTES || (textBytes & (sa.transform.alignmentBytes() - 1)) != 0) {
            return p.drop(DropReason.ESP_MALFORMED);
        }
        if (sa.ended()) {
            return p.drop(DropReason.ESP_EXPIRED);
        }
        long sequence = sa.window.candidate(EspHeader.sequence(esp));
        if (sequence == ReplayWindow.REFUSED) {
            return p.drop(DropReason.ESP_REPLAYED);
        }
        if (!sa.cipher.open(esp, textBytes, sequence)) {
            return p.drop(DropReason.ESP_AUTHENTICATION);
        }
        sa.window.accept(sequence);
        long text = esp + EspHeader.BYTES + sa.transform.ivBytes();
        return authentic(p, sa, text, textBytes, sequence);
    }

    private static Verdict authentic(
            Packet p, InboundSa sa, long text, int textBytes, long sequence) {
        long trailer = text + textBytes - TRAILER_BYTES;
        int padBytes = Memory.u8(trailer);
        int innerBytes = textBytes - TRAILER_BYTES - padBytes;
        if (!sa.received(Math.max(innerBytes, 0), p.arrivalNs)) {
            return p.drop(DropReason.ESP_EXPIRED);
        }
        if (p.protocol == IpProtocol.UDP && sequence == sa.window.top()) {
            sa.arrivedFrom(p, UdpHeader.sourcePort(p.ip + p.ipHeaderBytes));
        }
        if (innerBytes < 0 || !counts(trailer - padBytes, padBytes)) {
            return p.drop(DropReason.ESP_MALFORMED);
        }
        return inner(p, sa, text, innerBytes, Memory.u8(trailer + 1));
    }

    /// Whether the padding is 1, 2, 3, ... (RFC 4303 §2.4).
    private static boolean counts(long padding, int bytes) {
        int wrong = 0;
        for (int i = 0; i < bytes; i++) {
            wrong |= Memory.u8(padding + i) ^ (i + 1);
        }
        return wrong == 0;
    }

    private static Verdict inner(
            Packet p, InboundSa sa, long text, int innerBytes, int nextHeader) {
        int outerEcn = Congestion.trafficClass(p.ip, p.ipv6) & Congestion.MASK;
        p.address = text;
        p.overlay = false;
        Verdict parsed;
        switch (nextHeader) {
            case IpProtocol.IPV4 -> parsed = Ipv4Parser.parse(p, text, text + innerBytes);
            case IpProtocol.IPV6 -> parsed = Ipv6Parser.parse(p, text, text + innerBytes);
            case Ipv6Extensions.NO_NEXT_HEADER -> {
                sa.dummy();
                return Verdict.CONSUME;
            }
            default -> {
                return p.drop(DropReason.ESP_MALFORMED);
            }
        }
        if (parsed != Verdict.CONTINUE || TransportParser.parse(p) != Verdict.CONTINUE) {
            return Verdict.DROP;
        }
        if (!sa.selectors.admitsInbound(p)) {
            return p.drop(DropReason.ESP_SELECTOR);
        }
        return sa.copiesEcn ? congestion(p, outerEcn) : Verdict.CONTINUE;
    }

    private static Verdict congestion(Packet p, int outer) {
        int inner = Congestion.trafficClass(p.ip, p.ipv6) & Congestion.MASK;
        int leaving = Congestion.leaving(inner, outer);
        if (leaving == Congestion.LOST) {
            return p.drop(DropReason.ESP_CONGESTION);
        }
        if (leaving != inner) {
            Congestion.write(p.ip, p.ipv6, inner, leaving);
        }
        return Verdict.CONTINUE;
    }
}
