package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static io.hnvgateway.lab.bgp.RoutedTenants.WOODGROVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.gateway.Forwarding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Routers of other makers than BIRD through the whole gateway: FRR in a VM of one tenant, GoBGP in
/// one of the other, with the same addresses, AS and prefix.
@Tag("net")
class OtherRoutersNetTest {
    private static final String WEB_NET = "10.0.0.0/24";
    private static final String SPARE_NET = "172.22.0.0/24";

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite contoso = tenants.site(CONTOSO, VM);
    private final RouterSite woodgrove = tenants.site(WOODGROVE, VM);

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void eachTenantsTrafficFollowsItsOwnRouter() {
        tenants.start(new Forwarding("xdp", "xdp", 2));
        try (Router frr = new Frr(RouterEnd.of(tenants, contoso), SITE_NET);
                Router gobgp = new GoBgp(RouterEnd.of(tenants, woodgrove))) {
            watch.awaitSite(CONTOSO, contoso);
            watch.awaitUp(WOODGROVE, VM);
            assertThat(watch.sees(WOODGROVE)).as("what only Contoso's told").isEmpty();
            gobgp.announce(SITE_NET);
            watch.awaitSite(WOODGROVE, woodgrove);

            // What they are told of the gateway's own.
            watch.await("FRR knows the VMs' subnet", () -> frr.has(WEB_NET));
            assertThat(frr.route(WEB_NET)).contains("64512").contains("10.254.254.2");
            watch.await("GoBGP knows it", () -> gobgp.has(WEB_NET));
            assertThat(gobgp.route(WEB_NET)).contains("64512").contains("10.254.254.2");

            gobgp.withdraw(SITE_NET);
            watch.awaitNothing(WOODGROVE);
            assertThat(watch.sees(CONTOSO)).isEqualTo(contoso.name());
            gobgp.announce(SITE_NET);
            watch.awaitSite(WOODGROVE, woodgrove);

            // It dies: all of it is held. It comes back: what it does not say again goes.
            frr.announce(SPARE_NET);
            watch.await("both are in force", () -> has(SITE_NET) && has(SPARE_NET));
            frr.kill();
            watch.awaitState(CONTOSO, VM, "down");
            assertThat(watch.routes(CONTOSO)).as("held").contains(SITE_NET, SPARE_NET);
            assertThat(watch.sees(CONTOSO)).as("held").isEqualTo(contoso.name());
            frr.restart();
            watch.await(
                    "what is not said again goes",
                    () -> {
                        assertHeld(SITE_NET);
                        return !has(SPARE_NET);
                    });
            awaitNothingStale(CONTOSO);
            assertHeld(SITE_NET);
            assertThat(watch.sees(CONTOSO)).isEqualTo(contoso.name());

            // A gateway that ended without a word asks both for all they said (RFC 2918).
            assertOtherSessions(1);
            tenants.lab().gateway().kill();
            tenants.lab().gateway().restart();
            watch.awaitUp(CONTOSO, VM);
            watch.awaitUp(WOODGROVE, VM);
            awaitNothingStale(CONTOSO);
            awaitNothingStale(WOODGROVE);
            watch.awaitSite(CONTOSO, contoso);
            watch.awaitSite(WOODGROVE, woodgrove);
            assertOtherSessions(0); // the log is the new process's

            // One that says goodbye keeps nothing.
            frr.shutdown();
            watch.awaitNothing(CONTOSO);
            watch.awaitNoRoute(CONTOSO, SITE_NET);
            assertThat(watch.sees(WOODGROVE)).isEqualTo(woodgrove.name());
        }
    }

    private void assertHeld(String prefix) {
        assertThat(watch.routes(CONTOSO)).as("held all the time").contains(prefix);
    }

    private boolean has(String prefix) {
        return watch.routes(CONTOSO).contains(prefix);
    }

    private void assertOtherSessions(int begun) {
        assertThat(watch.events("up", WOODGROVE, VM)).hasSize(begun);
        assertThat(watch.events("down", WOODGROVE, VM)).isEmpty();
    }

    private void awaitNothingStale(String tenant) {
        watch.await(
                "nothing of %s is stale".formatted(tenant),
                () ->
                        watch.peer(tenant, VM).path("stale").asInt(-1) == 0
                                && watch.peer(tenant, VM).path("accepted").asInt() == 1);
    }
}
