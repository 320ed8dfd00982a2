package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import org.jspecify.annotations.Nullable;

/// The ports of one external address, by protocol. A space is made with its first mapping, and
/// takes over changed rules when it is asked for next.
final class ExternalAddress {
    private static final int PROTOCOLS = 3;

    private final int address;
    private final @Nullable PortSpace[] spaces = new PortSpace[PROTOCOLS];

    /// The rules whose ports each space keeps free.
    private final @Nullable InboundRules[] reservedFor = new InboundRules[PROTOCOLS];

    ExternalAddress(int address) {
        this.address = address;
    }

    int address() {
        return address;
    }

    /// Ports of TCP and UDP, identifiers of ICMP, without those of the inbound rules.
    PortSpace space(int protocol, InboundRules rules) {
        int index = index(protocol);
        PortSpace space = spaces[index];
        if (space == null) {
            space = new PortSpace();
            spaces[index] = space;
        }
        if (reservedFor[index] != rules) {
            space.reserve(rules.reservedPorts(address, protocol));
            reservedFor[index] = rules;
        }
        return space;
    }

    @Nullable PortSpace existing(int protocol) {
        return spaces[index(protocol)];
    }

    private static int index(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> 0;
            case IpProtocol.UDP -> 1;
            default -> 2;
        };
    }

    boolean unused() {
        for (PortSpace space : spaces) {
            if (space != null && space.takenPorts() > 0) {
                return false;
            }
        }
        return true;
    }
}
