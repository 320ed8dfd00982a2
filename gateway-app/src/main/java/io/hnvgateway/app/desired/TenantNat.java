package io.hnvgateway.app.desired;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.util.List;
import java.util.stream.Stream;

/// The NAT of one compartment.
///
/// @param outboundAddresses sources that are not directly routed leave under one of them; empty: no
///   outbound rule, they are dropped
public record TenantNat(
        List<Ipv4Address> outboundAddresses,
        List<InboundRule> inboundRules,
        List<OneToOne> oneToOnes,
        NatFiltering filtering,
        NatTimers timers,
        NatQuota quota) {

    public TenantNat {
        outboundAddresses = List.copyOf(outboundAddresses);
        inboundRules = List.copyOf(inboundRules);
        oneToOnes = List.copyOf(oneToOnes);
    }

    /// Every public address that belongs to the compartment, each once.
    public List<Ipv4Address> publicAddresses() {
        return Stream.of(
                        outboundAddresses.stream(),
                        inboundRules.stream().map(InboundRule::publicAddress),
                        oneToOnes.stream().map(OneToOne::publicAddress))
                .flatMap(addresses -> addresses)
                .distinct()
                .sorted()
                .toList();
    }

    /// Public ports that lead to a VM: `firstPort + n` to `customerFirstPort + n`.
    ///
    /// @param protocol IP protocol number, 6 or 17
    public record InboundRule(
            int protocol,
            Ipv4Address publicAddress,
            PublicPorts ports,
            Ipv4Address customerAddress,
            int customerFirstPort) {}

    /// A range of ports, both ends included.
    public record PublicPorts(int first, int last) {}

    /// One public address for one VM, all protocols, both directions.
    public record OneToOne(Ipv4Address publicAddress, Ipv4Address customerAddress) {}
}
