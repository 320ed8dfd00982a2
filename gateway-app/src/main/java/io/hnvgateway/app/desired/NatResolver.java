package io.hnvgateway.app.desired;

import io.hnvgateway.app.desired.TenantNat.InboundRule;
import io.hnvgateway.app.desired.TenantNat.OneToOne;
import io.hnvgateway.app.desired.TenantNat.PublicPorts;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.NatSettings;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gathers the NAT of one network from its virtual gateway and its load balancers.
final class NatResolver {
    private final ResourceIndex index;

    NatResolver(ResourceIndex index) {
        this.index = index;
    }

    TenantNat nat(@Nullable VirtualGateway gateway, List<LoadBalancer> balancers) {
        NatSettings settings = gateway == null ? NatSettings.DEFAULT : gateway.nat();
        return new TenantNat(
                outboundAddresses(balancers),
                balancers.stream()
                        .flatMap(balancer -> balancer.inboundNatRules().stream())
                        .flatMap(this::inbound)
                        .toList(),
                settings.oneToOneRules().stream().map(this::oneToOne).toList(),
                settings.filtering(),
                settings.timers(),
                settings.quota());
    }

    private List<Ipv4Address> outboundAddresses(List<LoadBalancer> balancers) {
        return balancers.stream()
                .flatMap(balancer -> balancer.outboundNatRules().stream())
                .flatMap(rule -> rule.frontendIPConfigurations().stream())
                .map(this::frontend)
                .distinct()
                .toList();
    }

    /// One rule for each of its public addresses.
    private Stream<InboundRule> inbound(InboundNatRule rule) {
        int protocol =
                switch (rule.protocol()) {
                    case TCP -> IpProtocol.TCP;
                    case UDP -> IpProtocol.UDP;
                };
        PublicPorts ports =
                new PublicPorts(rule.frontendPorts().first(), rule.frontendPorts().last());
        Ipv4Address target = Convert.ipv4Address(rule.backendAddress());
        return rule.frontendIPConfigurations().stream()
                .map(this::frontend)
                .map(address ->
                        new InboundRule(protocol, address, ports, target, rule.backendPort()));
    }

    private OneToOne oneToOne(OneToOneRule rule) {
        PublicIpAddress address =
                Objects.requireNonNull(index.publicAddress(rule.publicIPAddress()));
        return new OneToOne(assigned(address), Convert.ipv4Address(rule.customerAddress()));
    }

    private Ipv4Address frontend(ResourceReference reference) {
        return assigned(Objects.requireNonNull(index.publicAddressOfFrontend(reference)));
    }

    private static Ipv4Address assigned(PublicIpAddress address) {
        return Convert.ipv4Address(
                Objects.requireNonNull(address.ipAddress(), address.resourceId()));
    }
}
