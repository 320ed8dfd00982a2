package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantBackEnd;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.app.desired.TenantNat;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.ipsec.connection.ConnectionSpec;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.EncryptionAlgorithm;
import io.hnvgateway.provider.resource.ForwardSecrecy;
import io.hnvgateway.provider.resource.IpSecBehavior;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.MainMode;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatTimers;
import io.hnvgateway.provider.resource.QuickMode;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.value.SecretText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IpSecCompileTest {
    private static final int INTERFACE_ID = 1_234_567_890;
    private static final String OWN = "198.51.100.2";
    private static final String PEER = "203.0.113.50";
    private static final RoutingDomainId RDID = new RoutingDomainId(new UUID(1, 1));
    private static final String NAME = RDID.value() + "/office";

    private final Arena arena = Arena.ofShared();
    private final MemorySegment slots = arena.allocate(64 * 64, 64);
    private final MemorySegment counts = arena.allocate(64, 64);
    private final AdjacencyTable adjacencies = new AdjacencyTable(slots);
    private final Generations generations = new Generations(counts);
    private final TunnelTable tunnels = new TunnelTable();
    private final List<IpSecTunnel> present = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final SnapshotCompiler compiler =
            new SnapshotCompiler(
                    new SnapshotCompiler.CompilerTables(
                            adjacencies,
                            new NeighborTable(adjacencies, (_, _, _) -> {}),
                            generations,
                            _ -> ExecutedTraffic.NONE,
                            Ledgers.NONE,
                            tunnels),
                    List.of(
                            new PortPlan(0, "back", true, false),
                            new PortPlan(1, "front", false, true)),
                    UnderlayOptions.NONE,
                    new KernelState(
                            Map.of(
                                    1, new KernelLink(1, "back", 0x020000000001L, 1500, true),
                                    2, new KernelLink(2, "front", 0x020000000002L, 1500, true)),
                            List.of(new KernelAddress(2, IpAddress.parse(OWN), 24)),
                            List.of(),
                            Map.of()),
                    new SnapshotCompiler.CompilerListeners(
                            _ -> {}, _ -> {}, _ -> {}, _ -> {}, this::update));

    @AfterEach
    void close() {
        Memory.unregister(slots);
        Memory.unregister(counts);
        arena.close();
    }

    private void update(Set<String> gone, List<IpSecTunnel> there) {
        ended.addAll(gone);
        present.addAll(there);
    }

    private static TenantConnection office(
            boolean withdraws, @Nullable String peerId, QuickMode quick) {
        return new TenantConnection(
                "office",
                true,
                withdraws,
                new IpSecConnection(
                        new TunnelEndpoints(
                                null, List.of(io.hnvgateway.provider.value.IpAddress.parse(PEER))),
                        new IpSecConnection.Identities("gateway", peerId),
                        new ConnectionCredential.SharedSecret(SecretText.of("planted")),
                        MainMode.DEFAULT,
                        quick,
                        List.of(),
                        List.of(),
                        IpSecBehavior.DEFAULT),
                Tunnel.Limits.NONE,
                List.of(new TenantConnection.StaticRoute(IpPrefix.parse("172.16.1.0/24"), 5)));
    }

    private void publish(TenantConnection... connections) {
        TenantNetwork network =
                new TenantNetwork(
                                RDID,
                                "contoso",
                                List.of(IpPrefix.parse("10.0.0.0/8")),
                                List.of(
                                        new VirtualSubnet(
                                                "vms",
                                                new VirtualSubnetId(5001),
                                                List.of(IpPrefix.parse("10.0.0.0/24")))),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                new TenantNat(
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        NatFiltering.ENDPOINT_INDEPENDENT,
                                        NatTimers.DEFAULT,
                                        new NatQuota(64, 64)),
                                new TenantBackEnd(SourceCheck.STRICT, null, true))
                        .withConnections(List.of(connections));
        compiler.prepare(new NetworkChanges(List.of(network), Set.of()))
                .publish(PhaseTimes.start());
    }

    private int kind() {
        IpAddress to = IpAddress.parse("172.16.1.9");
        return FibEntry.kind(compartment().forwarding().fib().lookup(to.high(), to.low()));
    }

    private Compartment compartment() {
        return compiler.published().get().forwarding().compartments().stream()
                .findFirst()
                .orElseThrow();
    }

    private int generation() {
        return generations.get(compartment().index());
    }

    private ConnectionSpec spec() throws Exception {
        return IpSecCompiler.compile(present.getLast(), INTERFACE_ID, Instant.now());
    }

    @Test
    void itsTunnelIsDownUntilCharonSaysOtherwise() {
        publish(office(false, null, QuickMode.DEFAULT));
        Tunnel tunnel = Objects.requireNonNull(tunnels.get(1));
        assertThat(tunnel.path())
                .isEqualTo(Tunnel.Path.ipsec(IpAddress.parse(OWN), IpAddress.parse(PEER), 65_535));
        assertThat(tunnel.state().isUp()).isFalse();
        assertThat(present).extracting(IpSecTunnel::name).containsExactly(NAME);
        assertThat(kind()).as("packets wait for it").isEqualTo(FibEntry.TUNNEL);

        tunnel.state().up(true);
        publish(office(false, "office", QuickMode.DEFAULT));
        assertThat(tunnel.state().isUp()).as("charon has not spoken").isTrue();
        publish();
        assertThat(ended).contains(NAME);
    }

    @Test
    void routesThatAreWithdrawnFollowTheTunnel() {
        publish(office(true, null, QuickMode.DEFAULT));
        Tunnel tunnel = Objects.requireNonNull(tunnels.get(1));
        assertThat(kind()).isEqualTo(FibEntry.FRONT_END);
        int before = generation();

        tunnel.state().up(true);
        compiler.routesChanged(Set.of(RDID));
        assertThat(kind()).isEqualTo(FibEntry.TUNNEL);
        assertThat(generation()).as("flows are decided anew").isEqualTo(before + 1);
        assertThat(compartment().generation()).isEqualTo(before + 1);

        tunnel.state().up(false);
        compiler.routesChanged(Set.of(RDID));
        assertThat(kind()).isEqualTo(FibEntry.FRONT_END);
        assertThat(tunnels.get(1)).as("it is there all the same").isNotNull();
    }

    @Test
    void charonIsAskedForWhatIsConfigured() throws Exception {
        publish(office(false, null, QuickMode.DEFAULT));
        assertThat(spec().interfaceId()).isEqualTo(INTERFACE_ID);
        assertThat(spec().sides().local()).hasToString(OWN);
        assertThat(spec().sides().localId()).isEqualTo("gateway");
        assertThat(spec().sides().remoteId()).as("never anybody").isEqualTo(PEER);
        assertThat(spec().start()).isEqualTo(ConnectionSpec.Start.ON_DEMAND);
        assertThat(spec().credential()).isEqualTo(new ConnectionSpec.Psk("planted"));
        assertThat(spec().toString()).doesNotContain("planted");
        assertThat(spec().child().proposals()).allMatch(each -> each.endsWith("-modpnone"));

        publish(office(true, "office", quick(ForwardSecrecy.NONE)));
        assertThat(spec().sides().remoteId()).isEqualTo("office");
        assertThat(spec().start()).as("no packet can ask").isEqualTo(ConnectionSpec.Start.ALWAYS);
        assertThat(spec().child().proposals()).containsExactly("aes128gcm16");
        assertThat(spec().child().rekeyBytes()).isEqualTo(7 * 1024);

        publish(office(false, "office", quick(ForwardSecrecy.ECP384)));
        assertThat(spec().child().proposals()).containsExactly("aes128gcm16-ecp384");
    }

    private static QuickMode quick(ForwardSecrecy secrecy) {
        return new QuickMode(secrecy, EncryptionAlgorithm.GCM_AES128, null, 600, 7, 0);
    }
}
