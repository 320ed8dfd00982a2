package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A router of the provider's on the front end is told what lies behind the gateway, and nothing
/// while that is drained.
@Tag("net")
class ProviderRoutesNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROUTER = "198.51.100.90";

    private final LabNetwork lab = LabNetwork.build();
    private final Namespace namespace = lab.outside().addHost("edge", ROUTER);

    @AfterEach
    void close() {
        lab.close();
    }

    private Bird bird() {
        return new Bird(
                lab.run(),
                namespace,
                "edge",
                """
                router id %1$s;
                protocol device {}
                %2$s
                protocol bgp %3$s {
                  local %1$s as 65000;
                  neighbor %4$s as 64512;
                  direct;
                  ttl security on;
                  connect retry time 1;
                  error wait time 1, 2;
                  connect delay time 1;
                  ipv4 { import all; export all; };
                  ipv6 { import all; export none; next hop address 2001:db8:f::90; };
                }
                """
                        .formatted(
                                ROUTER,
                                Bird.routes("offered", "ipv4", "192.88.99.0/24"),
                                Bird.SESSION,
                                LabPlan.GATEWAY_FRONT_END));
    }

    private void speakWithTheProvider() {
        namespace.ipv6Address("eth0", "2001:db8:f::90/64");
        ObjectNode bgp = lab.desired().ownGateway().putObject("bgpConfig");
        bgp.put("extAsNumber", "0.64512");
        ObjectNode peer = bgp.putArray("bgpPeer").addObject();
        peer.put("peerIP", ROUTER).put("peerExtAsNumber", "0.65000").put("ttlSecurity", true);
        peer.putArray("families").add("IPv4").add("IPv6");
    }

    private String show(String... arguments) {
        return lab.gateway().control(arguments).output();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as(() ->
                            "waiting until "
                                    + what
                                    + "\n"
                                    + show("show", "bgp")
                                    + show("show", "drops")
                                    + lab.gateway().log()
                                    + BgpWatch.speakerFiles(lab.gateway()))
                    .isNegative();
            BgpWatch.pause(Duration.ofMillis(50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xdp", "packet"})
    void isToldWhatLiesBehindTheGatewayButWhileItIsDrained(String dataPath) {
        speakWithTheProvider();
        lab.startGateway(new Forwarding(dataPath, dataPath.equals("xdp") ? "xdp" : "java", 2), "");
        try (Bird edge = bird()) {
            await("the session is up", edge::isUp);
            await("the pool is told", () -> edge.has(LabPlan.NAT_POOL));
            await("the routed prefix is told", () -> edge.has(LabPlan.DATA_PREFIX));
            await("the IPv6 prefix is told", () -> edge.has(LabPlan.FABRIKAM_OUTSIDE));
            assertThat(edge.route(LabPlan.NAT_POOL))
                    .contains("BGP.as_path: 64512")
                    .contains("BGP.next_hop: " + LabPlan.GATEWAY_FRONT_END);
            assertThat(edge.route(LabPlan.FABRIKAM_OUTSIDE))
                    .contains("BGP.next_hop: " + LabPlan.GATEWAY_FRONT_END_6);
            await(
                    "what it tells is refused",
                    () -> show("show", "bgp", "--tenant=default").contains("only-told 1"));

            lab.desired().gateway("contoso").remove("directRouting");
            lab.apply();
            await("the routed prefix is withdrawn", () -> !edge.has(LabPlan.DATA_PREFIX));
            assertThat(edge.has(LabPlan.NAT_POOL)).isTrue();

            String since = edge.since();
            assertThat(show("drain")).contains("drained");
            await("all is withdrawn", () -> !edge.has(LabPlan.NAT_POOL));
            await("that of IPv6, too", () -> !edge.has(LabPlan.FABRIKAM_OUTSIDE));
            assertThat(edge.since()).as("its session").isEqualTo(since);
            assertThat(show("status")).containsPattern("(?i)drained +true");
            assertThat(
                            lab.tenants()
                                    .contosoWeb()
                                    .station()
                                    .ping(LabPlan.INTERNET, "-c3")
                                    .received())
                    .as("what is sent nevertheless")
                    .isPositive();

            lab.gateway().kill();
            lab.gateway().restart();
            assertThat(show("status")).containsPattern("(?i)drained +true");
            await("its peer is known again", () -> show("show", "bgp").contains(" up "));
            assertThat(edge.has(LabPlan.NAT_POOL)).as("after a restart").isFalse();

            assertThat(show("drain", "--end")).contains("not drained");
            await("the pool is told again", () -> edge.has(LabPlan.NAT_POOL));
            assertThat(edge.has(LabPlan.DATA_PREFIX)).isFalse();
            assertThat(lab.gateway().log() + BgpWatch.speakerFiles(lab.gateway()))
                    .as("warnings that say nothing to an operator")
                    .doesNotContain("Unknown channel option");
        }
    }
}
