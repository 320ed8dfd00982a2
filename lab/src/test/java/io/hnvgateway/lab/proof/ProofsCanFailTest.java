package io.hnvgateway.lab.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.DemoScenario;
import io.hnvgateway.lab.DemoScenario.Line;
import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.gateway.Forwarding;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A proof is worth its line in the demo only if it fails when its feature is switched off. The
/// control is a proof that still passes, so that the failure is the feature's and not the lab's.
@Tag("net")
class ProofsCanFailTest {

    static Stream<Arguments> features() {
        Proof subnets = new SubnetsProof();
        Proof udp = new UdpProof();
        return Stream.of(
                Arguments.of(
                        Feature.OUTBOUND_NAT,
                        subnets,
                        List.of(
                                new PingProof(),
                                new BothTenantsProof(),
                                new HttpProof(),
                                new UdpProof(),
                                new TracerouteProof())),
                Arguments.of(Feature.PORT_FORWARD, udp, List.of(new PortForwardProof())),
                Arguments.of(Feature.DIRECT_ROUTING, subnets, List.of(new DirectRoutingProof())),
                Arguments.of(
                        Feature.SUBNET_ROUTING,
                        udp,
                        List.of(new SubnetsProof(), new PrivateAddressProof())),
                Arguments.of(
                        Feature.PATH_MTU, udp, List.of(new PathMtuProof(), new SegmentSizeProof())),
                Arguments.of(Feature.ISOLATION, udp, List.of(new ForgeryProof())),
                Arguments.of(Feature.LIVE_MIGRATION, udp, List.of(new LiveMigrationProof())),
                Arguments.of(Feature.PREFIX_TRANSLATION, udp, List.of(new Ipv6Proof())),
                Arguments.of(Feature.IP_REWRITE, udp, List.of(new IpRewriteProof())),
                Arguments.of(Feature.EQUAL_COST, udp, List.of(new EqualCostProof())),
                Arguments.of(
                        Feature.REDIRECTS, new LiveMigrationProof(), List.of(new RedirectProof())),
                Arguments.of(Feature.SEPARATE_REMOVAL, udp, List.of(new RemovalProof())),
                Arguments.of(Feature.CONTINUATION, udp, List.of(new RestartProof())),
                Arguments.of(
                        Feature.SITE_TO_SITE,
                        udp,
                        List.of(new OfficesProof(), new OfficesApartProof())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void failsWithoutItsFeature(Feature off, Proof control, List<Proof> proofs) {
        List<Proof> controlFirst = Stream.concat(Stream.of(control), proofs.stream()).toList();
        List<Line> lines = new DemoScenario(Forwarding.DEFAULT, Set.of(off)).run(controlFirst);
        assertThat(lines.getFirst().outcome().passed()).as("control %s", lines.getFirst()).isTrue();
        assertThat(lines.stream().skip(1)).noneMatch(line -> line.outcome().passed());
    }
}
