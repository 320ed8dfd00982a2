package io.hnvgateway.app.compile;

import static io.hnvgateway.app.compile.CompileWorld.route;
import static io.hnvgateway.app.compile.CompileWorld.special;
import static io.hnvgateway.app.compile.CompileWorld.via;
import static io.hnvgateway.app.compile.CompileWorld.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.Adjacency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkCompilerTest {
    private static final CompartmentRegistry.Entry ENTRY =
            new CompartmentRegistry.Entry(1, new CompartmentState());

    private final CompileWorld world = new CompileWorld();
    private final AdjacencyBook book = new AdjacencyBook(world.adjacencies);

    @BeforeEach
    void routes() {
        world.provider.add(route("192.0.2.0/24", 0, null, 0));
        world.provider.add(route("192.0.3.0/25", 1, null, 0));
        world.provider.add(route("2001:db8:a::/64", 0, null, 256));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Compartment compile(TenantNetwork network, @Nullable Compartment previous) {
        ProviderRoutes provider = new ProviderRoutes(world.underlay(), world.neighbors);
        return new NetworkCompiler(
                        book,
                        provider,
                        new TunnelBook(new TunnelTable(), null, IpSecTunnels.NONE, List.of()))
                .compile(network, LearnedRoutes.NONE, ENTRY, 1, previous);
    }

    private Compartment compile(List<LookupRecord> records) {
        return compile(CompileWorld.network(records, List.of()), null);
    }

    private static int lookup(Compartment compartment, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return compartment.forwarding().fib().lookup(parsed.high(), parsed.low());
    }

    private static int find(Compartment compartment, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return compartment.records().find(parsed.high(), parsed.low());
    }

    private Adjacency adjacency(Compartment compartment, int lookup) {
        return world.adjacency(compartment.records().egressAdjacency(lookup));
    }

    @Test
    void routesBothFamilies() {
        Compartment compartment = compile(List.of());

        int subnet = FibEntry.of(FibEntry.SUBNET, CompileWorld.VMS);
        assertThat(lookup(compartment, "10.0.0.9")).isEqualTo(subnet);
        assertThat(lookup(compartment, "fd00:0:0:1::9")).isEqualTo(subnet);
        assertThat(FibEntry.kind(lookup(compartment, "10.9.0.1"))).isEqualTo(FibEntry.BLACKHOLE);
        assertThat(FibEntry.kind(lookup(compartment, "fd00:0:0:9::1")))
                .isEqualTo(FibEntry.BLACKHOLE);
        assertThat(FibEntry.kind(lookup(compartment, "8.8.8.8"))).isEqualTo(FibEntry.FRONT_END);
        assertThat(FibEntry.kind(lookup(compartment, "2001:db8::8"))).isEqualTo(FibEntry.FRONT_END);
        assertThat(FibEntry.kind(lookup(compartment, "fd00:0:0:ff::1"))).isEqualTo(FibEntry.LOCAL);
    }

    @Test
    void keepsLinkLocalAddressesOnTheLink() {
        Compartment compartment = compile(List.of());

        assertThat(FibEntry.kind(lookup(compartment, "fe80::5eff:fe00:5000")))
                .isEqualTo(FibEntry.LOCAL);
        assertThat(FibEntry.kind(lookup(compartment, "fe80::5eff:fe00:5001")))
                .isEqualTo(FibEntry.BLACKHOLE);
    }

    @Test
    void givesEachRecordTheMtuOfItsOwnPath() {
        Compartment compartment =
                compile(
                        List.of(
                                vm("a", "10.0.0.1", "192.0.2.10"),
                                vm("b", "10.0.0.2", "2001:db8:a::10"),
                                vm("c", "10.0.0.3", "192.0.3.10"),
                                special("d", "10.0.0.4", "192.0.2.77", Kind.STATIC, Rule.NAT)));

        assertThat(List.of(0, 1, 2, 3))
                .extracting(i -> adjacency(compartment, i).mtuBytes)
                .containsExactly(1500 - 42, 1500 - 62, 9000 - 42, 1500);
        assertThat(compartment.forwarding().mtuBytes()).isEqualTo(1500 - 62);
    }

    @Test
    void aConfiguredMtuIsAnUpperLimit() {
        List<LookupRecord> records =
                List.of(vm("a", "10.0.0.1", "192.0.2.10"), vm("b", "10.0.0.2", "2001:db8:a::10"));
        Compartment compartment = compile(CompileWorld.network(records, List.of(), 1450), null);

        assertThat(adjacency(compartment, 0).mtuBytes).isEqualTo(1450);
        assertThat(adjacency(compartment, 1).mtuBytes).isEqualTo(1438);
    }

    @Test
    void tunnelsOverEitherFamily() {
        Compartment compartment = compile(List.of(vm("b", "fd00:0:0:1::2", "2001:db8:a::10")));
        Adjacency content = adjacency(compartment, 0);

        assertThat(content.kind).isEqualTo(Adjacency.OVERLAY);
        assertThat(new IpAddress(content.destinationHigh, content.destinationLow))
                .isEqualTo(IpAddress.parse("2001:db8:a::10"));
        assertThat(new IpAddress(content.providerSourceHigh, content.providerSourceLow))
                .isEqualTo(IpAddress.parse("2001:db8:a::1"));
        assertThat(content.vsid).isEqualTo(CompileWorld.VMS);
    }

    @Test
    void aRewriteRecordHasAnAdjacencyOfItsOwnKindAndIsFoundByItsProviderAddress() {
        Compartment compartment =
                compile(
                        List.of(
                                vm("a", "10.0.0.1", "192.0.2.10"),
                                special("d", "10.0.0.4", "192.0.2.77", Kind.STATIC, Rule.NAT)));
        IpAddress own = IpAddress.parse("192.0.2.77");
        IpAddress host = IpAddress.parse("192.0.2.10");

        assertThat(adjacency(compartment, 1).kind).isEqualTo(Adjacency.REWRITE);
        assertThat(compartment.records().findRewrite(own.high(), own.low())).isEqualTo(1);
        assertThat(compartment.records().findRewrite(host.high(), host.low()))
                .isEqualTo(LookupTable.NONE);
        assertThat(compartment.records().rewriteAddresses()).containsExactly(own);
    }

    @Test
    void aWildcardOfThisGatewayIsPolicyOfTheHostsOnly() {
        Compartment compartment =
                compile(
                        List.of(
                                special(
                                        "w",
                                        "0.0.0.0",
                                        "192.0.2.1",
                                        Kind.GATEWAY_WILDCARD,
                                        Rule.ENCAPSULATION)));

        assertThat(compartment.records().wildcard(CompileWorld.VMS)).isEqualTo(LookupTable.NONE);
        assertThat(compartment.records().egressAdjacency(0)).isZero();
        assertThat(find(compartment, "0.0.0.0")).isEqualTo(LookupTable.NONE);
        assertThat(FibEntry.kind(lookup(compartment, "10.9.0.1"))).isEqualTo(FibEntry.BLACKHOLE);
    }

    @Test
    void aWildcardOfAnotherGatewayLeadsToWhatIsUnknown() {
        Compartment compartment =
                compile(
                        List.of(
                                vm("a", "10.0.0.1", "192.0.2.10"),
                                special(
                                        "w",
                                        null,
                                        "192.0.2.99",
                                        Kind.GATEWAY_WILDCARD,
                                        Rule.ENCAPSULATION)));

        assertThat(compartment.records().wildcard(CompileWorld.VMS)).isEqualTo(1);
        assertThat(compartment.records().wildcard(CompileWorld.GATEWAY_SUBNET))
                .isEqualTo(LookupTable.NONE);
        assertThat(lookup(compartment, "10.9.0.1")).isEqualTo(FibEntry.of(FibEntry.VIA, 1));
        assertThat(find(compartment, "10.0.0.1")).isZero();
    }

    @Test
    void recordsWithoutCustomerAddressKeepSlotsOfTheirOwnUntilItIsLearned() {
        LookupRecord first = special("l1", null, "192.0.2.10", Kind.L2_ONLY, Rule.ENCAPSULATION);
        LookupRecord second = special("l2", null, "192.0.2.11", Kind.L2_ONLY, Rule.ENCAPSULATION);
        LookupTable records = compile(List.of(first, second)).records();

        assertThat(records.egressAdjacency(0)).isNotZero();
        assertThat(records.egressAdjacency(1)).isNotZero().isNotEqualTo(records.egressAdjacency(0));
        LookupRecord learned =
                special("l1", "10.0.0.5", "192.0.2.10", Kind.L2_ONLY, Rule.ENCAPSULATION);
        assertThat(find(compile(List.of(learned, second)), "10.0.0.5")).isZero();
    }

    @Test
    void routesOfEqualMetricShareTheirFlows() {
        List<LookupRecord> records =
                List.of(
                        vm("a", "10.0.0.1", "192.0.2.10"),
                        vm("b", "10.0.0.2", "192.0.2.10"),
                        vm("c", "10.0.0.3", "192.0.2.10"));
        Compartment compartment =
                compile(
                        CompileWorld.network(
                                records,
                                List.of(
                                        via("172.16.0.0/12", "10.0.0.1", 5),
                                        via("172.16.0.0/12", "10.0.0.2", 5),
                                        via("172.16.0.0/12", "10.0.0.9", 5),
                                        via("172.16.0.0/12", "10.0.0.3", 6))),
                        null);
        int entry = lookup(compartment, "172.16.0.1");

        assertThat(FibEntry.kind(entry)).isEqualTo(FibEntry.GROUP);
        assertThat(List.of(0, -1))
                .extracting(hash -> compartment.forwarding().groups().resolve(entry, hash))
                .containsExactly(FibEntry.of(FibEntry.VIA, 0), FibEntry.of(FibEntry.VIA, 1));
        assertThat(compartment.forwarding().isInside(0, IpAddress.mapped(0xAC100001))).isTrue();
    }

    @Test
    void fallsBackToTheNextMetricWhenNoBetterRouteIsInForce() {
        List<LookupRecord> records =
                List.of(
                        vm("a", "10.0.0.1", "192.0.2.10"),
                        special("d", "10.0.0.4", "192.0.2.77", Kind.STATIC, Rule.NAT));
        Compartment compartment =
                compile(
                        CompileWorld.network(
                                records,
                                List.of(
                                        via("2001:db8:9::/48", "10.0.0.9", 1),
                                        via("2001:db8:9::/48", "10.0.0.4", 2),
                                        via("2001:db8:9::/48", "10.0.0.1", 3))),
                        null);

        assertThat(lookup(compartment, "2001:db8:9::1")).isEqualTo(FibEntry.of(FibEntry.VIA, 0));
    }

    @Test
    void flowsStayWithTheirNextHopWhenAnotherLeavesAndRecordsAreRenumbered() {
        List<LookupRecord> all =
                List.of(
                        vm("a", "10.0.0.1", "192.0.2.10"),
                        vm("b", "10.0.0.2", "192.0.2.10"),
                        vm("c", "10.0.0.3", "192.0.2.10"));
        List<Route> routes =
                List.of(
                        via("172.16.0.0/12", "10.0.0.1", 5),
                        via("172.16.0.0/12", "10.0.0.2", 5),
                        via("172.16.0.0/12", "10.0.0.3", 5));
        Compartment before = compile(CompileWorld.network(all, routes), null);
        List<LookupRecord> left = all.subList(1, 3);
        Compartment after = compile(CompileWorld.network(left, routes), before);
        int oldEntry = lookup(before, "172.16.0.1");
        int newEntry = lookup(after, "172.16.0.1");

        for (int bucket = 0; bucket < 256; bucket++) {
            int old =
                    FibEntry.argument(before.forwarding().groups().resolve(oldEntry, bucket << 24));
            int now =
                    FibEntry.argument(after.forwarding().groups().resolve(newEntry, bucket << 24));
            if (old != 0) {
                assertThat(now).isEqualTo(old - 1);
            }
        }
    }
}
