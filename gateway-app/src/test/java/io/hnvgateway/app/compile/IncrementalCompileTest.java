package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.pipeline.GatewaySnapshot;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// Changes one after the other come to what one compilation of the outcome comes to.
class IncrementalCompileTest {
    private static final int TENANTS = 6;
    private static final int FIRST_VSID = 5000;
    private static final int FIRST_PUBLIC = 0xcb007110;
    private static final int PUBLICS = 8;
    private static final int FIRST_HOST = 0xc000020b;
    private static final int HOSTS = 4;

    /// A compiler with its memory.
    private static final class World implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment slots = arena.allocate(64 * 1024, 64);
        private final MemorySegment counts = arena.allocate(64, 64);
        private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
        private final Generations generations = new Generations(counts);
        private final Set<IpPrefix> disputed = new HashSet<>();
        private final SnapshotCompiler compiler =
                new SnapshotCompiler(
                        new SnapshotCompiler.CompilerTables(
                                adjacencies,
                                new NeighborTable(adjacencies, (_, _, _) -> {}),
                                generations),
                        List.of(new PortPlan(0, "back", true, false)),
                        new UnderlayOptions(List.of(), List.of(), List.of()),
                        new KernelState(
                                Map.of(1, new KernelLink(1, "back", 0x020000000001L, 1500, true)),
                                List.of(),
                                List.of(),
                                Map.of()),
                        new SnapshotCompiler.CompilerListeners(
                                _ -> {}, disputed::addAll, _ -> {}, _ -> {}));

        void publish(List<TenantNetwork> changed, Set<RoutingDomainId> removed) {
            compiler.prepare(new NetworkChanges(changed, removed)).publish(PhaseTimes.start());
        }

        GatewaySnapshot snapshot() {
            return compiler.published().get();
        }

        @Override
        public void close() {
            Memory.unregister(slots);
            Memory.unregister(counts);
            arena.close();
        }
    }

    @Property(tries = 25)
    void aSequenceOfChangesIsAsOneCompilation(@ForAll long seed) {
        Random random = new Random(seed);
        Map<RoutingDomainId, TenantNetwork> networks = new HashMap<>();
        try (World changed = new World()) {
            for (int step = 0; step < 25; step++) {
                IntStream.range(0, random.nextInt(3) + 1)
                        .forEach(_ -> change(random, networks, changed));
                try (World whole = new World()) {
                    whole.publish(List.copyOf(networks.values()), Set.of());
                    same(changed, whole);
                }
            }
        }
    }

    /// One tenant comes, changes or goes; who owns what changed is told.
    private static void change(
            Random random, Map<RoutingDomainId, TenantNetwork> networks, World world) {
        int tenant = random.nextInt(TENANTS);
        RoutingDomainId rdid = new RoutingDomainId(new UUID(7, tenant));
        List<String> before = owners(world);
        world.disputed.clear();
        if (random.nextInt(4) == 0) {
            world.publish(List.of(), networks.remove(rdid) == null ? Set.of() : Set.of(rdid));
        } else {
            TenantNetwork network = network(random, tenant, publics(random, networks, rdid));
            networks.put(rdid, network);
            world.publish(List.of(network), Set.of());
        }
        List<String> after = owners(world);
        List<IpAddress> asked = asked();
        for (int i = 0; i < asked.size(); i++) {
            IpAddress address = asked.get(i);
            if (!before.get(i).equals(after.get(i))) {
                assertThat(world.disputed)
                        .as("%s was %s, is %s", address, before.get(i), after.get(i))
                        .anyMatch(prefix -> prefix.contains(address));
            }
        }
    }

    private static List<String> owners(World world) {
        return asked().stream().map(a -> owner(world.snapshot(), a)).toList();
    }

    private static List<Integer> publics(
            Random random, Map<RoutingDomainId, TenantNetwork> networks, RoutingDomainId rdid) {
        Set<Integer> taken = new HashSet<>();
        networks.forEach((other, network) -> {
            if (!other.equals(rdid)) {
                network.nat().outboundAddresses().forEach(a -> taken.add(a.bits()));
            }
        });
        return IntStream.range(FIRST_PUBLIC, FIRST_PUBLIC + PUBLICS)
                .filter(a -> !taken.contains(a) && random.nextInt(3) == 0)
                .boxed()
                .toList();
    }

    private static void same(World changed, World whole) {
        GatewaySnapshot one = changed.snapshot();
        GatewaySnapshot other = whole.snapshot();
        for (int vsid = FIRST_VSID; vsid < FIRST_VSID + 4 * TENANTS; vsid++) {
            assertThat(name(one.forwarding().compartmentOf(vsid)))
                    .isEqualTo(name(other.forwarding().compartmentOf(vsid)));
        }
        for (IpAddress address : asked()) {
            assertThat(owner(one, address)).as("%s", address).isEqualTo(owner(other, address));
        }
        assertThat(one.forwarding().compartments().stream().count())
                .isEqualTo(other.forwarding().compartments().stream().count());
        other.forwarding().compartments().stream()
                .forEach(compartment -> {
                    int vsid = compartment.topology().subnets().getFirst().vsid().value();
                    Compartment same = one.forwarding().compartmentOf(vsid);
                    assertThat(same).isNotNull();
                    if (same != null) {
                        sameCompartment(changed, same, whole, compartment);
                    }
                });
    }

    private static void sameCompartment(
            World changed, Compartment one, World whole, Compartment other) {
        assertThat(one.identity().rdid()).isEqualTo(other.identity().rdid());
        assertThat(one.generation()).isEqualTo(changed.generations.get(one.index()));
        assertThat(one.topology().subnets()).isEqualTo(other.topology().subnets());
        assertThat(one.records().records()).isEqualTo(other.records().records());
        assertThat(one.forwarding().routes()).isEqualTo(other.forwarding().routes());
        Adjacency here = new Adjacency();
        Adjacency there = new Adjacency();
        for (int i = 0; i < one.records().records().size(); i++) {
            assertThat(changed.adjacencies.read(one.records().egressAdjacency(i), here)).isTrue();
            assertThat(whole.adjacencies.read(other.records().egressAdjacency(i), there)).isTrue();
            assertThat(here.destinationLow).isEqualTo(there.destinationLow);
            assertThat(here.vsid).isEqualTo(there.vsid);
            assertThat(here.destinationMac).isEqualTo(there.destinationMac);
        }
    }

    /// Public addresses, hosts, and addresses in and between direct prefixes.
    private static List<IpAddress> asked() {
        List<IpAddress> asked = new ArrayList<>();
        IntStream.range(0, PUBLICS).forEach(i -> asked.add(IpAddress.ofIpv4(FIRST_PUBLIC + i)));
        IntStream.range(0, HOSTS).forEach(i -> asked.add(IpAddress.ofIpv4(FIRST_HOST + i)));
        IntStream.range(0, TENANTS)
                .forEach(i -> {
                    asked.add(IpAddress.ofIpv4(0x0a000005 | i << 16));
                    asked.add(IpAddress.ofIpv4(0x0a000105 | i << 16));
                });
        return asked;
    }

    private static String name(@Nullable Compartment compartment) {
        return compartment == null ? "none" : compartment.identity().rdid().toString();
    }

    /// Kind and tenant of the owner, and NAT's owner.
    private static String owner(GatewaySnapshot snapshot, IpAddress address) {
        int entry = snapshot.forwarding().frontEnd().owners().lookup(address.high(), address.low());
        int kind = FibEntry.kind(entry);
        boolean tenants = kind == FibEntry.PUBLIC || kind == FibEntry.COMPARTMENT;
        int nat = snapshot.nat().owner(address.ipv4Bits());
        return kind
                + (tenants ? name(snapshot.forwarding().compartment(FibEntry.argument(entry))) : "")
                + (nat == 0 ? "" : name(snapshot.forwarding().compartment(nat)));
    }

    private static TenantNetwork network(Random random, int tenant, List<Integer> publics) {
        int shift = random.nextInt(2) * 2 * TENANTS;
        VirtualSubnetId vms = new VirtualSubnetId(FIRST_VSID + 2 * tenant + shift);
        VirtualSubnetId gateway = new VirtualSubnetId(vms.value() + 1);
        IpPrefix inside = IpPrefix.of(IpAddress.ofIpv4(0x0a000000 | tenant << 16), 24);
        List<LookupRecord> records = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            records.add(
                    new LookupRecord(
                            "vm" + i,
                            IpAddress.ofIpv4(0x0a000000 | tenant << 16 | 10 + i),
                            vms,
                            new MacAddress(0x020000000010L + random.nextInt(3)),
                            IpAddress.ofIpv4(FIRST_HOST + random.nextInt(HOSTS))));
        }
        return new TenantNetwork(
                new RoutingDomainId(new UUID(7, tenant)),
                "tenant" + tenant,
                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0a000000), 8)),
                List.of(
                        new VirtualSubnet("vms", vms, List.of(inside)),
                        new VirtualSubnet(
                                "gateway",
                                gateway,
                                List.of(IpPrefix.of(IpAddress.ofIpv4(0x0afefe00), 29)))),
                List.of(
                        new GatewayInterface(
                                gateway,
                                IpAddress.ofIpv4(0x0afefe01),
                                new MacAddress(0x02005e000001L))),
                records,
                List.of(),
                random.nextBoolean()
                        ? List.of()
                        : List.of(IpPrefix.of(inside.address(), random.nextBoolean() ? 16 : 24)),
                List.of(),
                new TenantNat(
                        publics.stream().map(Ipv4Address::new).toList(),
                        List.of(),
                        List.of(),
                        NatFiltering.ENDPOINT_INDEPENDENT,
                        NatTimers.DEFAULT,
                        NatQuota.DEFAULT),
                new TenantBackEnd(SourceCheck.STRICT, null, true));
    }
}
