package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two tenants with the same addresses inside, the same prefix at their sites and the same
/// addresses of both routers, each in a VLAN of its own.
@Tag("net")
class L3ConnectionNetTest {
    private static final String SITE = "172.16.1.1";
    private static final String SITE_NET = "172.16.1.0/24";
    private static final String OWN = "172.31.0.1";
    private static final String ROUTER = "172.31.0.2";
    private static final int CONTOSO_VLAN = 300;
    private static final int WOODGROVE_VLAN = 301;

    private final LabNetwork lab = LabNetwork.build();
    private final Path script = copy(lab.directory().resolve("vlan_site.py"));

    @AfterEach
    void close() {
        lab.close();
    }

    private static Path copy(Path target) {
        try (InputStream in = L3ConnectionNetTest.class.getResourceAsStream("vlan_site.py")) {
            Files.write(target, Objects.requireNonNull(in).readAllBytes());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A router in a VLAN of the front end, which has the site's address itself.
    private void site(Station at, int vlan) {
        Station.awaitReady(
                at.namespace()
                        .start(
                                "/usr/bin/python3",
                                script.toString(),
                                "eth0",
                                Integer.toString(vlan),
                                "site" + vlan,
                                ROUTER + "/30",
                                SITE + "/24",
                                OWN,
                                "10.0.0.0/24"));
    }

    private static Stream<Forwarding> forwardings() {
        return Stream.of(new Forwarding("xdp", "xdp", 2), new Forwarding("packet", "java", 1));
    }

    @ParameterizedTest
    @MethodSource("forwardings")
    void vmsAndTheirSiteReachEachOtherAndNobodyElse(Forwarding forwarding) {
        lab.tagFrontEnd();
        Station contosoSite = lab.outside().dataCenter();
        Station woodgroveSite = lab.outside().internet();
        site(contosoSite, CONTOSO_VLAN);
        lab.desired().connectByVlan("contoso", "mpls", CONTOSO_VLAN, OWN, ROUTER, SITE_NET);
        lab.desired().connectByVlan("woodgrove", "mpls", WOODGROVE_VLAN, OWN, ROUTER, SITE_NET);
        lab.startGateway(forwarding);

        Station contoso = lab.tenants().contosoWeb().station();
        Station woodgrove = lab.tenants().woodgroveWeb().station();
        assertThat(pings(contoso, SITE)).as("Contoso's VM to its site").isTrue();
        assertThat(pings(contosoSite, LabPlan.WEB_CA)).as("and back").isTrue();
        assertThat(pings(woodgrove, SITE)).as("Woodgrove's site is not there yet").isFalse();

        site(woodgroveSite, WOODGROVE_VLAN);
        assertThat(pings(woodgrove, SITE)).as("Woodgrove's VM to its site").isTrue();
        assertThat(pings(woodgroveSite, LabPlan.WEB_CA)).as("and back").isTrue();
        assertThat(pings(contosoSite, OWN)).as("the gateway's address in the VLAN").isTrue();
        assertThat(lab.gateway().control("show", "tunnels").output())
                .containsPattern("contoso +mpls +L3 +up +VLAN 300, " + ROUTER)
                .containsPattern("woodgrove +mpls +L3 +up +VLAN 301, " + ROUTER);
        assertThat(
                        lab.gateway()
                                .control(
                                        "explain",
                                        "--tenant=contoso",
                                        "--source=" + LabPlan.WEB_CA,
                                        "--destination=" + SITE)
                                .output())
                .contains("L3 from " + OWN + " to " + ROUTER + " in VLAN 300")
                .contains("=> forwarded by tunnel mpls");

        assertThat(lab.gateway().control("show", "neighbors").output())
                .containsPattern("contoso +" + ROUTER + " .*resolved +front.300")
                .containsPattern("woodgrove +" + ROUTER + " .*resolved +front.301");
        nothingLeaks(contoso, woodgroveSite);
        lab.desired().disconnect("contoso");
        lab.apply();
        assertThat(pings(contosoSite, LabPlan.WEB_CA)).as("without a connection").isFalse();
        assertThat(pings(woodgrove, SITE)).as("which is none of Woodgrove's").isTrue();
    }

    /// What a tenant's VM sends is seen in its own VLAN alone.
    private void nothingLeaks(Station contoso, Station woodgroveSite) {
        try (Capture others =
                Capture.start(woodgroveSite.namespace(), "site" + WOODGROVE_VLAN, "icmp")) {
            assertThat(pings(contoso, SITE)).isTrue();
            assertThat(others.packets()).as("Contoso's packets in Woodgrove's VLAN").isEmpty();
        }
    }

    private static boolean pings(Station from, String to) {
        return from.ping(to, "-c", "3", "-i", "0.2", "-W", "3").received() > 0;
    }
}
