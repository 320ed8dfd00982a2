package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.nat.Filtering;
import io.hnvgateway.nat.InboundRule;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.nat.NatQuotas;
import io.hnvgateway.nat.NatTimers;
import io.hnvgateway.nat.OneToOneRule;
import io.hnvgateway.nat.OutboundRule;
import io.hnvgateway.nat.PortRange;
import io.hnvgateway.nat.PrefixTranslation;
import io.hnvgateway.nat.PrefixTranslations;
import io.hnvgateway.nat.RuleProtocol;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The NAT of one network → the policy of its compartment.
final class NatPolicyCompiler {
    private NatPolicyCompiler() {}

    /// The policy, or null when the network translates nothing.
    static @Nullable NatPolicy compile(TenantNetwork network) {
        TenantNat nat = network.nat();
        if (nat.publicAddresses().isEmpty() && network.translatedPrefixes().isEmpty()) {
            return null;
        }
        NatPolicy.Builder policy =
                NatPolicy.builder(network.rdid().toString())
                        .filtering(filtering(nat))
                        .timers(timers(nat))
                        .quotas(quotas(nat))
                        .prefixes(prefixes(network));
        for (Ipv4Address address : nat.outboundAddresses()) {
            policy.externalAddress(address.bits());
        }
        if (!nat.outboundAddresses().isEmpty()) {
            policy.outbound(new OutboundRule(Ipv4Prefix.ALL, RuleProtocol.ALL));
        }
        nat.inboundRules().forEach(rule -> policy.inbound(inbound(rule)));
        for (TenantNat.OneToOne rule : nat.oneToOnes()) {
            policy.oneToOne(
                    new OneToOneRule(rule.publicAddress().bits(), rule.customerAddress().bits()));
        }
        return policy.build();
    }

    private static PrefixTranslations prefixes(TenantNetwork network) {
        return new PrefixTranslations(
                network.translatedPrefixes().stream()
                        .map(pair -> new PrefixTranslation(pair.inside(), pair.outside()))
                        .toList());
    }

    private static InboundRule inbound(TenantNat.InboundRule rule) {
        return new InboundRule(
                rule.protocol() == IpProtocol.TCP ? RuleProtocol.TCP : RuleProtocol.UDP,
                rule.publicAddress().bits(),
                new PortRange(rule.ports().first(), rule.ports().last()),
                rule.customerAddress().bits(),
                rule.customerFirstPort());
    }

    private static Filtering filtering(TenantNat nat) {
        return switch (nat.filtering()) {
            case ENDPOINT_INDEPENDENT -> Filtering.ENDPOINT_INDEPENDENT;
            case ADDRESS_DEPENDENT -> Filtering.ADDRESS_DEPENDENT;
            case ADDRESS_AND_PORT_DEPENDENT -> Filtering.ADDRESS_AND_PORT_DEPENDENT;
        };
    }

    private static NatTimers timers(TenantNat nat) {
        return new NatTimers(
                TimeUnit.SECONDS.toNanos(nat.timers().udpIdleSeconds()),
                TimeUnit.SECONDS.toNanos(nat.timers().tcpEstablishedSeconds()),
                TimeUnit.SECONDS.toNanos(nat.timers().tcpTransitorySeconds()),
                TimeUnit.SECONDS.toNanos(nat.timers().icmpSeconds()));
    }

    private static NatQuotas quotas(TenantNat nat) {
        Integer ports = nat.quota().maxPorts();
        Integer sessions = nat.quota().maxSessions();
        return new NatQuotas(
                ports == null ? NatQuotas.DEFAULT.maxPorts() : ports,
                sessions == null ? NatQuotas.DEFAULT.maxSessions() : sessions);
    }
}
