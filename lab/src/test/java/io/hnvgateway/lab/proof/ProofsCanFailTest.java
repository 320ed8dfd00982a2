package io.hnvgateway.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hnvgateway.lab.DemoScenario;
import io.hnvgateway.lab.DemoScenario.Line;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.gateway.Forwarding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A proof is worth its line in the demo only if it fails when its feature is switched off. The
/// control is a proof that still passes, so that the failure is the feature's and not the lab's.
///
/// A proof that fails waits most of its time: so a few labs, each with a gateway, take feature
/// after feature side by side.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofsCanFailTest {
    private static final int LABS = 3;

    private final Map<Feature, Future<Seen>> all = new EnumMap<>(Feature.class);
    private final Queue<LabNetwork> labs = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<LabNetwork> own = ThreadLocal.withInitial(this::lab);
    private final ExecutorService owners = Executors.newFixedThreadPool(LABS);

    /// What must pass and what must fail without a feature.
    private record Trial(Proof control, List<Proof> proofs) {
        static Trial of(Feature off) {
            Proof subnets = new SubnetsProof();
            Proof udp = new UdpProof();
            return switch (off) {
                case OUTBOUND_NAT ->
                        new Trial(
                                subnets,
                                List.of(
                                        new PingProof(),
                                        new BothTenantsProof(),
                                        new HttpProof(),
                                        new UdpProof(),
                                        new TracerouteProof()));
                case PORT_FORWARD -> new Trial(udp, List.of(new PortForwardProof()));
                case DIRECT_ROUTING -> new Trial(subnets, List.of(new DirectRoutingProof()));
                case SUBNET_ROUTING ->
                        new Trial(udp, List.of(new SubnetsProof(), new PrivateAddressProof()));
                case PATH_MTU ->
                        new Trial(udp, List.of(new PathMtuProof(), new SegmentSizeProof()));
                case ISOLATION -> new Trial(udp, List.of(new ForgeryProof()));
                case LIVE_MIGRATION -> new Trial(udp, List.of(new LiveMigrationProof()));
                case PREFIX_TRANSLATION -> new Trial(udp, List.of(new Ipv6Proof()));
                case IP_REWRITE -> new Trial(udp, List.of(new IpRewriteProof()));
                case EQUAL_COST -> new Trial(udp, List.of(new EqualCostProof()));
                case REDIRECTS -> new Trial(new LiveMigrationProof(), List.of(new RedirectProof()));
                case SEPARATE_REMOVAL -> new Trial(udp, List.of(new RemovalProof()));
                case CONTINUATION -> new Trial(udp, List.of(new RestartProof()));
                case SITE_TO_SITE ->
                        new Trial(udp, List.of(new OfficesProof(), new OfficesApartProof()));
                case LEARNED_ROUTES -> new Trial(udp, List.of(new LearnedRoutesProof()));
                case GATEWAY_IDENTITY -> new Trial(udp, List.of(new TestStepProof()));
                case HOST_POINTING -> new Trial(new TestStepProof(), List.of(new MoveProof()));
            };
        }
    }

    private record Seen(Line control, List<Line> lines) {}

    @BeforeAll
    void begin() {
        // From behind: most of the later ones are slow to fail.
        for (Feature feature : List.of(Feature.values()).reversed()) {
            all.put(feature, owners.submit(() -> without(feature)));
        }
    }

    private LabNetwork lab() {
        LabNetwork lab = LabNetwork.build();
        labs.add(lab);
        lab.startGateway(Forwarding.DEFAULT);
        return lab;
    }

    private Seen without(Feature off) {
        LabNetwork lab = own.get();
        lab.restoreWithout(Set.of(off));
        Trial trial = Trial.of(off);
        return new Seen(
                DemoScenario.prove(lab, List.of(trial.control), _ -> {}).getFirst(),
                DemoScenario.prove(lab, trial.proofs, _ -> {}));
    }

    @AfterAll
    void end() {
        owners.shutdownNow();
        labs.forEach(LabNetwork::close);
    }

    @ParameterizedTest
    @EnumSource
    void failsWithoutItsFeature(Feature off) throws ExecutionException, InterruptedException {
        Seen seen = Objects.requireNonNull(all.get(off)).get();
        assertThat(seen.control.outcome().passed()).as("control %s", seen.control).isTrue();
        assertThat(seen.lines).noneMatch(line -> line.outcome().passed());
        seen.lines.forEach(
                line -> assumeTrue(!line.outcome().skipped(), () -> line.outcome().seen()));
    }
}
