package io.hnvgateway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.BothFamilies;
import io.hnvgateway.provider.Connections;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.repair.Batches;
import io.hnvgateway.provider.repair.Comparison;
import io.hnvgateway.provider.repair.RepairPlan;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;

/// From any state to any other.
class ConvergencePropertyTest {
    private static final LoopbackGateway GATEWAY = new LoopbackGateway();
    private static final LoopbackServer SERVER = new LoopbackServer(GATEWAY::answer);

    private final GatewaySession session;

    ConvergencePropertyTest() throws FaultsException {
        session =
                GatewayProvider.load()
                        .open(
                                SERVER.connectionString(),
                                GatewayCredentials.token(LoopbackServer.TOKEN.toCharArray()));
    }

    @AfterProperty
    void closeSession() {
        session.close();
    }

    @AfterContainer
    static void close() {
        SERVER.close();
    }

    @Property(tries = 25)
    void anyStateIsRepairedToAnyOther(@ForAll long first, @ForAll long second) {
        session.repair(state(new Random(first)));
        DesiredState wanted = state(new Random(second));
        session.repair(wanted);
        assertThat(Comparison.between(wanted, GATEWAY.state(), Scope.ALL).items()).isEmpty();
        assertThat(session.drift(wanted).toString()).isEmpty();
        assertThat(session.repair(wanted).batches()).isZero();
    }

    /// Each batch alone, in the order in which the plan has them, leaves the gateway valid, and all
    /// together make the desired state.
    @Property(tries = 25)
    void smallBatchesLeadThereToo(@ForAll long first, @ForAll long second) {
        session.repair(state(new Random(first)));
        Comparison found =
                Comparison.between(state(new Random(second)), session.actual(), Scope.ALL);
        List<ResourceChange> plan = RepairPlan.of(found, List.of());
        Batches batches = Batches.of(plan, found, 1);
        batches.removals().forEach(session::apply);
        batches.others().forEach(session::apply);
        assertThat(Comparison.between(found.desired(), GATEWAY.state(), Scope.ALL).items())
                .isEmpty();
        assertThat(StateDiff.between(GATEWAY.state(), GATEWAY.state())).isEmpty();
    }

    /// The known documents with some of their parts, some of them changed.
    private static DesiredState state(Random random) {
        DesiredState whole =
                switch (random.nextInt(4)) {
                    case 0 -> TwoTenants.document().state();
                    case 1 -> BothFamilies.document().state();
                    case 2 -> Connections.document(Connections.IPSEC, Connections.GRE).state();
                    default -> Connections.document(Connections.L3).state();
                };
        boolean first = random.nextBoolean();
        boolean second = random.nextBoolean();
        boolean hosts = random.nextBoolean();
        DesiredState part =
                DesiredState.of(
                        whole.resources()
                                .filter(resource -> isPart(resource, first, second, hosts)));
        return part.withVirtualNetworks(
                        part.virtualNetworks().stream()
                                .map(network -> changed(network, random))
                                .toList())
                .withVirtualGateways(
                        part.virtualGateways().stream()
                                .map(gateway -> changed(gateway, random))
                                .toList());
    }

    private static boolean isPart(
            TopLevelResource resource, boolean contoso, boolean woodgrove, boolean hosts) {
        return resource instanceof ProviderAddress
                ? hosts
                : resource.resourceId().startsWith("contoso") ? contoso : woodgrove;
    }

    private static VirtualNetwork changed(VirtualNetwork network, Random random) {
        List<LookupRecord> records = new ArrayList<>();
        long hosts = random.nextLong();
        for (LookupRecord lookup : network.lookupRecords()) {
            boolean isFixed = lookup.type().name().contains("WILDCARD");
            if (isFixed || random.nextInt(4) > 0) {
                records.add(isFixed ? lookup : moved(lookup, hosts));
            }
        }
        List<CustomerRoute> routes = new ArrayList<>(network.customerRoutes());
        routes.removeIf(route -> !route.resourceId().equals("default") && random.nextBoolean());
        Collections.shuffle(records, random);
        return new VirtualNetwork(
                network.resourceId(),
                random.nextBoolean() ? network.routingDomainId() : null,
                network.addressPrefixes(),
                network.subnets(),
                records,
                routes);
    }

    /// All records of an interface to one host.
    private static LookupRecord moved(LookupRecord lookup, long hosts) {
        Random random = new Random(hosts + lookup.macAddress().hashCode());
        return new LookupRecord(
                lookup.resourceId(),
                lookup.type(),
                lookup.rule(),
                lookup.customerAddress(),
                lookup.virtualSubnetId(),
                lookup.macAddress(),
                random.nextInt(3) > 0
                        ? lookup.providerAddress()
                        : IpAddress.parse("192.0.2." + (100 + random.nextInt(100))));
    }

    private static VirtualGateway changed(VirtualGateway gateway, Random random) {
        return random.nextBoolean()
                ? gateway
                : gateway.withNetworkConnections(
                        gateway.networkConnections().stream()
                                .filter(_ -> random.nextBoolean())
                                .toList());
    }
}
