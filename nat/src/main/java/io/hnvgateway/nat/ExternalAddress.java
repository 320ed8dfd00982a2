package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import org.jspecify.annotations.Nullable;

/// The ports of one external address, by protocol. The spaces are made with the first mapping.
final class ExternalAddress {
    private final int address;
    private @Nullable PortSpace tcp;
    private @Nullable PortSpace udp;
    private @Nullable PortSpace icmp;

    ExternalAddress(int address) {
        this.address = address;
    }

    int address() {
        return address;
    }

    /// Ports of TCP and UDP, identifiers of ICMP; what is reserved follows the rules given.
    PortSpace space(int protocol, InboundRules rules) {
        PortSpace space = existing(protocol);
        if (space == null) {
            space = new PortSpace();
            space.reserve(rules.reservedPorts(address, protocol));
            set(protocol, space);
        }
        return space;
    }

    void reserve(InboundRules rules) {
        reserve(tcp, rules, IpProtocol.TCP);
        reserve(udp, rules, IpProtocol.UDP);
    }

    private void reserve(@Nullable PortSpace space, InboundRules rules, int protocol) {
        if (space != null) {
            space.reserve(rules.reservedPorts(address, protocol));
        }
    }

    @Nullable PortSpace existing(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> tcp;
            case IpProtocol.UDP -> udp;
            default -> icmp;
        };
    }

    private void set(int protocol, PortSpace space) {
        switch (protocol) {
            case IpProtocol.TCP -> tcp = space;
            case IpProtocol.UDP -> udp = space;
            default -> icmp = space;
        }
    }

    boolean unused() {
        return taken(tcp) + taken(udp) + taken(icmp) == 0;
    }

    private static int taken(@Nullable PortSpace space) {
        return space == null ? 0 : space.takenPorts();
    }
}
