package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;

/// A policy with one of everything, for a given port.
public final class TestPolicies {
    public static final String PROVIDER_ADDRESS = "192.0.2.1";
    public static final String PUBLIC_ADDRESS = "203.0.113.10";
    public static final String ROUTED_ADDRESS = "198.51.100.77";
    public static final String HOST_IN_ROUTED_PREFIX = "198.51.100.1";
    public static final String FOREIGN_ADDRESS = "192.0.2.200";
    public static final String HOST_IPV6 = "20010db8000000000000000000000001";

    private TestPolicies() {}

    public static SteeringPolicy everything(String device, PortRole... roles) {
        return SteeringPolicy.EMPTY
                .withPort(device, new PortPolicy(Set.of(roles), Set.of(7)))
                .withProviderAddresses(Set.of(Ipv4Address.parse(PROVIDER_ADDRESS)))
                .withPublic(
                        Set.of(
                                Ipv4Prefix.parse(PUBLIC_ADDRESS + "/32"),
                                Ipv4Prefix.parse("198.51.100.0/24")),
                        Set.of(Ipv4Address.parse(PUBLIC_ADDRESS)))
                .withHostAddresses(
                        Set.of(
                                address(PROVIDER_ADDRESS),
                                address(HOST_IN_ROUTED_PREFIX),
                                address("2001:db8::1")))
                .withVsidCompartments(Map.of(5001, 1, 5002, 2));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
