package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Several ways to one prefix, and the other family.
@Tag("net")
class WaysNetTest {
    private static final String FABRIKAM = "fabrikam";
    private static final String SITE_6 = "fd00:20::1";
    private static final String SITE_NET_6 = "fd00:20::/64";
    private static final String WEB_NET_6 = "fd00:10:0:1::/64";
    private static final String SPARE = "vm2";

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite vm = tenants.site(CONTOSO, VM);
    private final RouterSite spare =
            tenants.addVm(
                    CONTOSO,
                    SPARE,
                    LabPlan.CONTOSO_WEB,
                    "10.0.0.51",
                    LabPlan.GATEWAY_CA,
                    "02:00:00:00:01:51");
    private final RouterSite fabrikam =
            tenants.addVm(
                    FABRIKAM,
                    VM,
                    LabPlan.FABRIKAM_WEB,
                    "fd00:10:0:1::50",
                    LabPlan.FABRIKAM_GATEWAY_CA,
                    "02:00:00:00:03:50");

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void flowsGoAllWaysThatAreEquallyGoodAndIpv6HasItsOwn() {
        tenants.router(FABRIKAM).put("routerId", "10.9.9.9");
        spare.station().namespace().address("lo", RoutedTenants.SITE + "/32");
        fabrikam.station().namespace().ipv6Address("lo", SITE_6 + "/128");
        tenants.start(new Forwarding("xdp", "xdp", 2));
        String site = Bird.routes("site", "ipv4", SITE_NET);
        try (Bird one = tenants.bird(vm, site);
                Bird two = tenants.bird(spare, site);
                Bird six = ipv6()) {
            bothWays(one, two);
            ipv6(six);
        }
    }

    private void bothWays(Bird one, Bird two) {
        Set<String> seen = new HashSet<>();
        watch.await(
                "flows go to both",
                () -> {
                    seen.add(watch.sees(CONTOSO));
                    return seen.contains(vm.name()) && seen.contains(spare.name());
                });
        assertThat(watch.rows(CONTOSO, "bgp", "routes").findValuesAsText("state"))
                .containsExactlyInAnyOrder("best", "multipath");
        one.birdc("disable", "site");
        Pattern gone = Pattern.compile(SITE_NET + " +" + vm.address().replace(".", "\\.") + " ");
        watch.await("one way", () -> !gone.matcher(watch.routes(CONTOSO)).find());
        for (int i = 0; i < 8; i++) {
            assertThat(watch.sees(CONTOSO)).isEqualTo(spare.name());
        }
        two.birdc("disable", "site");
        watch.awaitNothing(CONTOSO);
    }

    private Bird ipv6() {
        return new Bird(
                tenants.lab().run(),
                fabrikam.station().namespace(),
                fabrikam.name(),
                """
                router id 10.0.0.50;
                protocol device {}
                %s
                protocol bgp %s {
                  local %s as %d;
                  neighbor %s as %d;
                  multihop 2;
                  connect retry time 1;
                  error wait time 1, 2;
                  connect delay time 1;
                  graceful restart on;
                  ipv6 { import all; export where source = RTS_STATIC; };
                }
                """
                        .formatted(
                                Bird.routes("site", "ipv6", SITE_NET_6),
                                Bird.SESSION,
                                fabrikam.address(),
                                RoutedTenants.ROUTER_AS,
                                fabrikam.gateway(),
                                RoutedTenants.GATEWAY_AS));
    }

    private void ipv6(Bird bird) {
        watch.awaitUp(FABRIKAM, VM);
        watch.await("a site of IPv6", () -> sees6().equals(fabrikam.name()));
        assertThat(watch.routes(FABRIKAM)).containsPattern(SITE_NET_6 + " +fd00:10:0:1::50 .*bgp");
        watch.await("the VMs' subnet", () -> bird.has(WEB_NET_6));
        assertThat(bird.route(WEB_NET_6)).contains("BGP.next_hop: " + LabPlan.FABRIKAM_GATEWAY_CA);
        bird.birdc("disable", "site");
        watch.await("no site of IPv6", () -> sees6().isEmpty());
        watch.awaitNoRoute(FABRIKAM, SITE_NET_6);
    }

    private String sees6() {
        return tenants.lab()
                .tenants()
                .fabrikamData()
                .station()
                .whoAmI("http://[" + SITE_6 + "]")
                .server();
    }
}
