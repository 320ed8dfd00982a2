package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelRoute.NextHop;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnderlayReaderTest {
    private static final int BACK = 11;
    private static final int FRONT = 12;
    private static final int MANAGEMENT = 13;
    private static final List<PortPlan> PORTS =
            List.of(new PortPlan(0, "back", true, false), new PortPlan(1, "front", false, true));

    private final List<KernelAddress> addresses = new ArrayList<>();
    private final List<KernelRoute> routes = new ArrayList<>();

    private void address(int link, String text) {
        String[] parts = text.split("/", 2);
        addresses.add(
                new KernelAddress(link, IpAddress.parse(parts[0]), Integer.parseInt(parts[1])));
    }

    private void route(String to, @Nullable String gateway, int link, long metric) {
        IpAddress via = gateway == null ? null : IpAddress.parse(gateway);
        routes.add(KernelRoute.via(IpPrefix.parse(to), via, link, metric));
    }

    private Underlay read(List<PortPlan> ports, UnderlayOptions options) {
        KernelState kernel =
                new KernelState(
                        Map.of(
                                BACK, new KernelLink(BACK, "back", 0x020000000001L, 1500, true),
                                FRONT, new KernelLink(FRONT, "front", 0x020000000002L, 1500, true)),
                        addresses,
                        routes,
                        Map.of());
        return UnderlayReader.read(kernel, ports, options);
    }

    private Underlay read() {
        return read(PORTS, UnderlayOptions.NONE);
    }

    private static UnderlayOptions gateways(String... frontEnd) {
        return new UnderlayOptions(
                List.of(), List.of(frontEnd).stream().map(IpAddress::parse).toList(), List.of());
    }

    @Test
    void theManagementAddressIsTheHostsButNotOnTheGatewaysInterfaces() {
        address(BACK, "192.0.2.1/24");
        address(FRONT, "203.0.113.9/24");
        IpAddress management = IpAddress.parse("203.0.113.9");
        UnderlayOptions options =
                new UnderlayOptions(List.of(), List.of(), List.of(), null, management);

        assertThat(read().hostAddresses().all()).contains(management);
        assertThat(read(PORTS, options).hostAddresses().all())
                .containsExactly(IpAddress.parse("192.0.2.1"));
        assertThat(read(PORTS, options).hostAddresses().byAddress()).containsKey(management);
    }

    @Test
    void takesAProviderAddressOfEachFamilyButNoLinkLocalOne() {
        address(BACK, "fe80::1/64");
        address(BACK, "192.0.2.1/24");
        address(BACK, "2001:db8::1/64");
        address(FRONT, "198.51.100.2/24");

        assertThat(read().providerAddresses())
                .containsExactlyInAnyOrder(
                        IpAddress.parse("192.0.2.1"), IpAddress.parse("2001:db8::1"));
    }

    @Test
    void protectsThePrefixesOfBothFamiliesThatAreNotFrontEndOnly() {
        address(BACK, "2001:db8::1/64");
        address(FRONT, "2001:db8:f::1/64");
        address(MANAGEMENT, "10.9.0.1/16");
        address(MANAGEMENT, "fe80::9/64");

        assertThat(read().protectedPrefixes())
                .containsExactlyInAnyOrder(
                        IpPrefix.parse("fe80::/10"),
                        IpPrefix.parse("2001:db8::/64"),
                        IpPrefix.parse("10.9.0.0/16"));
    }

    @Test
    void knowsWhichFrontEndLinkAnAddressOfTheHostIsOn() {
        address(BACK, "2001:db8::1/64");
        address(FRONT, "2001:db8:f::1/64");
        address(FRONT, "fe80::2/64");

        assertThat(read().hostAddresses().byAddress())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                IpAddress.parse("2001:db8::1"),
                                Underlay.NO_PORT,
                                IpAddress.parse("2001:db8:f::1"),
                                1));
        assertThat(read().hostAddresses().all()).hasSize(3);
    }

    @Test
    void splitsRoutesOfBothFamiliesByTheLinkThatTheyGoOutOf() {
        route("2001:db8::/64", null, BACK, 256);
        route("::/0", "fe80::99", FRONT, 1024);
        route("0.0.0.0/0", "198.51.100.1", FRONT, 0);
        route("fe80::/64", null, FRONT, 256);
        route("ff00::/8", null, FRONT, 256);
        route("10.0.0.0/8", "10.9.0.2", MANAGEMENT, 0);

        assertThat(read().routes().provider())
                .containsExactly(
                        new UnderlayRoute(IpPrefix.parse("2001:db8::/64"), 0, null, 256, 1));
        assertThat(read().routes().frontEnd())
                .containsExactlyInAnyOrder(
                        new UnderlayRoute(
                                IpPrefix.ALL_IPV6, 1, IpAddress.parse("fe80::99"), 1024, 1),
                        new UnderlayRoute(
                                IpPrefix.ALL_IPV4, 1, IpAddress.parse("198.51.100.1"), 0, 1));
    }

    @Test
    void takesEachNextHopOfARouteThatGoesOutOfALinkOfTheRole() {
        routes.add(
                new KernelRoute(
                        IpPrefix.ALL_IPV4,
                        List.of(
                                new NextHop(IpAddress.parse("198.51.100.1"), FRONT, 3),
                                new NextHop(IpAddress.parse("fe80::7"), FRONT, 1),
                                new NextHop(IpAddress.parse("192.0.2.254"), BACK, 1)),
                        9));

        assertThat(read().routes().frontEnd())
                .containsExactly(
                        new UnderlayRoute(
                                IpPrefix.ALL_IPV4, 1, IpAddress.parse("198.51.100.1"), 9, 3),
                        new UnderlayRoute(IpPrefix.ALL_IPV4, 1, IpAddress.parse("fe80::7"), 9, 1));
    }

    @Test
    void putsEachConfiguredGatewayOnTheLinkWhosePrefixHoldsIt() {
        address(FRONT, "198.51.100.2/24");
        List<PortPlan> ports = new ArrayList<>(PORTS);
        ports.add(vlan(false, true, "203.0.113.2", 28));
        List<UnderlayRoute> frontEnd =
                read(ports, gateways("203.0.113.1", "198.51.100.1")).routes().frontEnd();

        assertThat(frontEnd)
                .filteredOn(r -> r.gateway() != null)
                .extracting(UnderlayRoute::port)
                .containsExactly(2, 1);
    }

    @Test
    void aConfiguredGatewayIsBetterThanAnyRouteOfTheKernel() {
        route("0.0.0.0/0", "198.51.100.254", FRONT, 0);
        List<UnderlayRoute> frontEnd = read(PORTS, gateways("198.51.100.1")).routes().frontEnd();

        assertThat(frontEnd).hasSize(2);
        assertThat(frontEnd.getFirst().gateway()).isEqualTo(IpAddress.parse("198.51.100.1"));
        assertThat(frontEnd.getFirst().metric()).isLessThan(frontEnd.get(1).metric());
    }

    @Test
    void describesATaggedLinkByItsPlan() {
        List<PortPlan> ports = new ArrayList<>(PORTS);
        ports.add(vlan(true, false, "192.0.2.129", 25));
        Underlay underlay = read(ports, UnderlayOptions.NONE);

        PortLink link = Objects.requireNonNull(underlay.links().get(2));
        assertThat(link.vlan()).isEqualTo(7);
        assertThat(link.macAddress()).isEqualTo(0x020000000002L);
        assertThat(underlay.providerAddresses()).containsExactly(IpAddress.parse("192.0.2.129"));
        assertThat(underlay.protectedPrefixes()).contains(IpPrefix.parse("192.0.2.128/25"));
        assertThat(underlay.routes().provider())
                .containsExactly(
                        new UnderlayRoute(IpPrefix.parse("192.0.2.128/25"), 2, null, 0, 1));
        assertThat(underlay.hostAddresses().all()).isEmpty();
    }

    private static PortPlan vlan(boolean back, boolean front, String address, int length) {
        InterfaceAddress own = new InterfaceAddress(IpAddress.parse(address), length);
        return new PortPlan(2, "front", back, front, 7, List.of(own));
    }
}
