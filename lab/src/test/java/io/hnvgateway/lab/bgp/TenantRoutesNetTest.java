package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.BRANCH;
import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static io.hnvgateway.lab.bgp.RoutedTenants.WOODGROVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.gateway.Forwarding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Routes of tenants' routers through the whole gateway: what a router announces is where traffic
/// goes, in its own tenant alone.
@Tag("net")
class TenantRoutesNetTest {
    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);

    @AfterEach
    void close() {
        tenants.close();
    }

    /// Both tenants have peers with the same addresses and AS, and one prefix; each leads to its
    /// own.
    @Test
    void whatARouterAnnouncesIsWhereItsTenantsTrafficGoes() {
        tenants.start(new Forwarding("xdp", "xdp", 2));
        RouterSite contosoVm = tenants.site(CONTOSO, VM);
        RouterSite contosoBranch = tenants.site(CONTOSO, BRANCH);
        RouterSite woodgroveBranch = tenants.site(WOODGROVE, BRANCH);
        String site = Bird.routes("site", "ipv4", SITE_NET);
        try (Bird one = tenants.bird(contosoVm, site);
                Bird spare = tenants.bird(contosoBranch, "");
                Bird other = tenants.bird(woodgroveBranch, site)) {
            watch.awaitUp(CONTOSO, VM);
            watch.awaitUp(CONTOSO, BRANCH);
            watch.awaitUp(WOODGROVE, BRANCH);
            watch.awaitSite(CONTOSO, contosoVm);
            watch.awaitSite(WOODGROVE, woodgroveBranch);
            assertThat(watch.routes(CONTOSO)).containsPattern(SITE_NET + " +10\\.0\\.0\\.50 .*bgp");
            assertThat(watch.routes(WOODGROVE)).containsPattern(SITE_NET + " +.*branch .*bgp");
            assertThat(watch.peer(WOODGROVE, VM).path("state").asText())
                    .as("where no router runs")
                    .isEqualTo("down");

            // What the gateway has of its own, and what another peer of the tenant told it.
            watch.await("the VMs' subnet at the branch", () -> spare.has("10.0.0.0/24"));
            assertThat(spare.route("10.0.0.0/24")).contains("BGP.as_path: 64512");
            watch.await("the VM's site at the branch", () -> spare.has(SITE_NET));
            assertThat(spare.route(SITE_NET))
                    .contains("BGP.as_path: 64512 65001")
                    .contains("BGP.next_hop: 10.254.254.2");
            assertThat(one.has("10.1.255.1/32")).as("the branch's own address").isTrue();

            one.birdc("disable", "site");
            watch.awaitNothing(CONTOSO);
            watch.awaitNoRoute(CONTOSO, SITE_NET);
            assertThat(watch.sees(WOODGROVE)).isEqualTo(woodgroveBranch.name());

            spare.configure(RoutedTenants.configuration(contosoBranch, "", site));
            watch.awaitSite(CONTOSO, contosoBranch);
            assertThat(watch.sees(WOODGROVE)).isEqualTo(woodgroveBranch.name());
            other.birdc("disable", "site");
            watch.awaitNothing(WOODGROVE);
            assertThat(watch.sees(CONTOSO)).isEqualTo(contosoBranch.name());
        }
    }
}
