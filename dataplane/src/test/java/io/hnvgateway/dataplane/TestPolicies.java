package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A policy with one of everything, for a given port.
public final class TestPolicies {
    public static final String PROVIDER_ADDRESS = "192.0.2.1";
    public static final String PUBLIC_ADDRESS = "203.0.113.10";
    public static final String ROUTED_ADDRESS = "198.51.100.77";
    public static final String HOST_IN_ROUTED_PREFIX = "198.51.100.1";
    public static final String FOREIGN_ADDRESS = "192.0.2.200";
    public static final String REWRITE_SOURCE = "192.0.2.50";
    public static final String VPN_ADDRESS = "192.0.2.2";
    public static final String PROVIDER_AND_VPN_ADDRESS = "192.0.2.3";
    public static final String OWN_ADDRESS = "198.18.0.1";

    public static final String PROVIDER_IPV6 = "2001:db8:1::1";
    public static final String PUBLIC_IPV6 = "2001:db8:2::10";
    public static final String ROUTED_IPV6 = "2001:db8:3::77";
    public static final String HOST_IPV6_IN_ROUTED_PREFIX = "2001:db8:3::1";
    public static final String HOST_IPV6 = "2001:db8::1";
    public static final String FOREIGN_IPV6 = "2001:db8::99";
    public static final String REWRITE_IPV6_SOURCE = "2001:db8:1::50";
    public static final String VPN_IPV6 = "2001:db8::2";
    public static final String OWN_IPV6 = "2001:db8:4::1";

    public static final String BGP_PEER = "192.0.2.77";
    public static final String BGP_IPV6_PEER = "2001:db8::77";

    public static final int HOST_VLAN = 7;
    public static final int FOREIGN_VLAN = 8;
    public static final int BACK_END_VLAN = 20;
    public static final int FRONT_END_VLAN = 21;
    public static final int TENANT_VLAN = 22;

    private TestPolicies() {}

    public static SteeringPolicy everything(String device, PortRole... roles) {
        return SteeringPolicy.EMPTY
                .withPort(
                        device,
                        new PortPolicy(
                                Set.of(roles),
                                Map.of(
                                        BACK_END_VLAN, Set.of(PortRole.BACK_END),
                                        FRONT_END_VLAN, Set.of(PortRole.FRONT_END),
                                        TENANT_VLAN, Set.of(PortRole.TENANT)),
                                Set.of(HOST_VLAN)))
                .withProviderAddresses(
                        addresses(PROVIDER_ADDRESS, PROVIDER_IPV6, PROVIDER_AND_VPN_ADDRESS))
                .withPublic(
                        Set.of(
                                IpPrefix.parse(PUBLIC_ADDRESS + "/32"),
                                IpPrefix.parse("198.51.100.0/24"),
                                IpPrefix.parse(PUBLIC_IPV6 + "/128"),
                                IpPrefix.parse("2001:db8:3::/48")),
                        addresses(PUBLIC_ADDRESS, PUBLIC_IPV6, OWN_ADDRESS, OWN_IPV6))
                .withHostAddresses(
                        addresses(
                                PROVIDER_ADDRESS,
                                PROVIDER_AND_VPN_ADDRESS,
                                VPN_ADDRESS,
                                VPN_IPV6,
                                HOST_IN_ROUTED_PREFIX,
                                PROVIDER_IPV6,
                                HOST_IPV6_IN_ROUTED_PREFIX,
                                HOST_IPV6))
                .withVpnAddresses(addresses(VPN_ADDRESS, VPN_IPV6, PROVIDER_AND_VPN_ADDRESS))
                .withRewriteSources(addresses(REWRITE_SOURCE, REWRITE_IPV6_SOURCE))
                .withBgpPeers(addresses(BGP_PEER, BGP_IPV6_PEER))
                .withVsidCompartments(Map.of(5001, 1, 5002, 2));
    }

    public static Set<IpAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(IpAddress::parse).collect(Collectors.toSet());
    }
}
