package io.hnvgateway.ipsec.stage;

import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.ipsec.esp.Congestion;
import io.hnvgateway.ipsec.esp.EspDecapsulator;
import io.hnvgateway.ipsec.esp.EspPackets;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.UdpHeader;
import io.hnvgateway.packet.Verdict;
import org.jspecify.annotations.Nullable;

/// Takes packets out of tunnels: first [#locate] says by which one an outer packet came, then its
/// worker calls [#decapsulate]. Owner: a worker.
public final class TunnelDecapsulator {
    /// [#locate]: it is dropped, with its reason.
    public static final int DROPPED = 0;

    /// [#locate]: a NAT keep-alive (RFC 3948 §2.3).
    public static final int KEEP_ALIVE = -1;

    /// [#locate]: the host's, IKE.
    public static final int OF_HOST = -2;

    private static final int PORT_IKE_NAT = 4500;
    private static final int FRAGMENT_HEADER_BYTES = 8;

    private final TunnelTable tunnels;
    private final SecurityAssociations associations;
    private final EspDecapsulator esp = new EspDecapsulator();
    private @Nullable InboundSa sa;
    private long at;

    public TunnelDecapsulator(TunnelTable tunnels, SecurityAssociations associations) {
        this.tunnels = tunnels;
        this.associations = associations;
    }

    /// Whether a packet for a VPN address may be of a tunnel: ESP, GRE, UDP on the port of ESP, or
    /// a fragment of UDP, atomic ones included, as the steering gives them here.
    ///
    /// @param p outer IP header parsed
    public static boolean mayBeOfTunnel(Packet p) {
        return switch (p.protocol) {
            case IpProtocol.ESP, IpProtocol.GRE -> true;
            case IpProtocol.UDP ->
                    p.isFragment()
                            || isAtomicFragment(p)
                            || (p.ipPayloadBytes() >= UdpHeader.BYTES
                                    && UdpHeader.destinationPort(p.ip + p.ipHeaderBytes)
                                            == PORT_IKE_NAT);
            default -> false;
        };
    }

    /// A whole IPv6 packet behind a Fragment header (RFC 6946): nothing is put together.
    public static boolean isAtomicFragment(Packet p) {
        return p.ipv6
                && !p.isFragment()
                && p.ipHeaderBytes == Ipv6Header.BYTES + FRAGMENT_HEADER_BYTES
                && Ipv6Header.nextHeader(p.ip) == Ipv6Extensions.FRAGMENT;
    }

    /// The index of the tunnel that the packet came by, or one of the constants above.
    ///
    /// @param p outer IP header parsed, no fragment
    public int locate(Packet p) {
        return p.protocol == IpProtocol.GRE ? locateGre(p) : locateEsp(p);
    }

    private int locateGre(Packet p) {
        int headerBytes = GreTunnel.headerBytes(p);
        long gre = p.ip + p.ipHeaderBytes;
        int tunnel =
                headerBytes == GreTunnel.UNKNOWN
                        ? 0
                        : tunnels.gre(
                                p.destinationHigh(),
                                p.destinationLow(),
                                p.sourceHigh(),
                                p.sourceLow(),
                                GreTunnel.key(gre));
        if (tunnel == 0) {
            p.drop(DropReason.GRE_NO_TUNNEL);
        }
        sa = null;
        at = gre + headerBytes;
        return tunnel;
    }

    private int locateEsp(Packet p) {
        at = EspPackets.locate(p);
        if (at == EspPackets.KEEP_ALIVE) {
            return KEEP_ALIVE;
        }
        if (at == EspPackets.IKE) {
            return OF_HOST;
        }
        if (at == EspPackets.MALFORMED) {
            p.drop(DropReason.ESP_MALFORMED);
            return DROPPED;
        }
        sa = associations.inbound(EspHeader.spi(at));
        if (sa == null) {
            p.drop(DropReason.ESP_UNKNOWN_SPI);
            return DROPPED;
        }
        return sa.tunnel.index();
    }

    /// Makes the packet that [#locate] has found the tunnel of the inner one, parsed with its
    /// transport header. By the tunnel's worker.
    ///
    /// @return CONTINUE; CONSUME for a dummy packet; DROP
    public Verdict decapsulate(Packet p) {
        InboundSa by = sa;
        return by == null ? openGre(p) : esp.decapsulate(p, by, at);
    }

    private Verdict openGre(Packet p) {
        int outerEcn = Congestion.trafficClass(p.ip, p.ipv6) & Congestion.MASK;
        long end = p.ip + p.ipTotalBytes;
        int type = GreTunnel.protocol(p.ip + p.ipHeaderBytes);
        p.address = at;
        p.length = (int) (end - at);
        Verdict parsed =
                switch (type) {
                    case EthernetHeader.TYPE_IPV4 -> Ipv4Parser.parse(p, at, end);
                    case EthernetHeader.TYPE_IPV6 -> Ipv6Parser.parse(p, at, end);
                    default -> p.drop(DropReason.GRE_NO_TUNNEL);
                };
        if (parsed != Verdict.CONTINUE || TransportParser.parse(p) != Verdict.CONTINUE) {
            return Verdict.DROP;
        }
        return congestion(p, outerEcn);
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
