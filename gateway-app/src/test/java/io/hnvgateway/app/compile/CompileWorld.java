package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.HostAddresses;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tables, an underlay of two back-end links and two front-end links, and parts of networks.
///
/// Links: 0 and 1 back end, 1 with an MTU of 9000; 2 and 3 front end.
final class CompileWorld implements AutoCloseable {
    static final int VMS = 5001;
    static final int GATEWAY_SUBNET = 5000;
    static final long GATEWAY_MAC = 0x02005E005000L;
    static final List<PortPlan> PORTS =
            List.of(
                    new PortPlan(0, "back0", true, false),
                    new PortPlan(1, "back1", true, false),
                    new PortPlan(2, "front0", false, true),
                    new PortPlan(3, "front1", false, true));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(64 * 256, 64);
    final AdjacencyTable adjacencies = new AdjacencyTable(memory);
    final NeighborTable neighbors = new NeighborTable(adjacencies, (_, _, _) -> {});
    final List<UnderlayRoute> provider = new ArrayList<>();
    final List<UnderlayRoute> frontEnd = new ArrayList<>();

    CompileWorld() {
        for (PortPlan port : PORTS) {
            neighbors.link(port.index(), new NeighborTable.Link(port.index() + 1, 1500));
        }
    }

    static UnderlayRoute route(String to, int link, @Nullable String via, long metric) {
        return new UnderlayRoute(
                IpPrefix.parse(to), link, via == null ? null : IpAddress.parse(via), metric, 1);
    }

    Underlay underlay() {
        Map<Integer, PortLink> links =
                Map.of(
                        0, link(0, 1500, "192.0.2.1/24", "2001:db8:a::1/64"),
                        1, link(1, 9000, "192.0.3.1/25", "192.0.3.129/25"),
                        2, link(2, 1500, "198.51.100.2/24", "2001:db8:f::2/64"),
                        3, link(3, 1500, "203.0.113.2/24"));
        Set<IpAddress> own =
                Stream.of("192.0.2.1", "2001:db8:a::1", "192.0.3.1", "192.0.3.129")
                        .map(IpAddress::parse)
                        .collect(Collectors.toSet());
        return new Underlay(
                links,
                own,
                new HostAddresses(Map.of(IpAddress.parse("2001:db8:f::2"), 2), Set.of()),
                Set.of(IpPrefix.parse("fe80::/10"), IpPrefix.parse("2001:db8:a::/64")),
                new Underlay.Routes(frontEnd, provider),
                Map.of());
    }

    private static PortLink link(int index, int mtuBytes, String... addresses) {
        List<InterfaceAddress> parsed =
                Stream.of(addresses)
                        .map(text -> text.split("/", 2))
                        .map(p ->
                                new InterfaceAddress(IpAddress.parse(p[0]), Integer.parseInt(p[1])))
                        .toList();
        return new PortLink(10 + index, index + 1, mtuBytes, 0, parsed);
    }

    static LookupRecord vm(String name, String customer, String provider) {
        return new LookupRecord(
                name,
                IpAddress.parse(customer),
                new VirtualSubnetId(VMS),
                mac(name),
                IpAddress.parse(provider));
    }

    static LookupRecord special(
            String name, @Nullable String customer, String provider, Kind kind, Rule rule) {
        return new LookupRecord(
                name,
                customer == null ? null : IpAddress.parse(customer),
                new VirtualSubnetId(VMS),
                mac(name),
                IpAddress.parse(provider),
                kind,
                rule);
    }

    static MacAddress mac(String name) {
        return new MacAddress(0x020000000000L | (name.hashCode() & 0xff_ffffL));
    }

    static Route via(String to, String next, int metric) {
        return new Route(IpPrefix.parse(to), new NextHop.Via(IpAddress.parse(next)), metric);
    }

    static TenantNetwork network(List<LookupRecord> records, List<Route> routes) {
        return network(records, routes, null);
    }

    static TenantNetwork network(
            List<LookupRecord> records, List<Route> routes, @Nullable Integer mtuBytes) {
        return new TenantNetwork(
                new RoutingDomainId(new UUID(1, 1)),
                "contoso",
                List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("fd00::/48")),
                List.of(
                        new VirtualSubnet(
                                "vms",
                                new VirtualSubnetId(VMS),
                                List.of(
                                        IpPrefix.parse("10.0.0.0/24"),
                                        IpPrefix.parse("fd00:0:0:1::/64")))),
                List.of(gatewayInterface("10.255.0.1"), gatewayInterface("fd00:0:0:ff::1")),
                records,
                routes,
                List.of(),
                List.of(),
                new TenantNat(
                        List.of(),
                        List.of(),
                        List.of(),
                        NatFiltering.ENDPOINT_INDEPENDENT,
                        NatTimers.DEFAULT,
                        new NatQuota(64, 64)),
                new TenantBackEnd(SourceCheck.STRICT, mtuBytes, true));
    }

    private static GatewayInterface gatewayInterface(String address) {
        return new GatewayInterface(
                new VirtualSubnetId(GATEWAY_SUBNET),
                IpAddress.parse(address),
                new MacAddress(GATEWAY_MAC));
    }

    Adjacency adjacency(int slot) {
        Adjacency content = new Adjacency();
        adjacencies.read(slot, content);
        return content;
    }

    @Override
    public void close() {
        Memory.unregister(memory);
        arena.close();
    }
}
