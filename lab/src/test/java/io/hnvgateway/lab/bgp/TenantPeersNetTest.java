package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.BRANCH;
import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static io.hnvgateway.lab.bgp.RoutedTenants.WOODGROVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.gateway.Forwarding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a tenant configures of its peers, and how peers behave, through the whole gateway. The
/// other tenant's session, with the same addresses, never moves.
@Tag("net")
class TenantPeersNetTest {
    private static final String SECRET_NET = "172.21.0.0/24";

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite vm = tenants.site(CONTOSO, VM);
    private final RouterSite branch = tenants.site(CONTOSO, BRANCH);
    private final RouterSite other = tenants.site(WOODGROVE, VM);

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void policiesLimitsAndSilenceTouchTheirPeerAlone() {
        ObjectNode peer = tenants.peer(CONTOSO, VM);
        peer.put("holdTimeSeconds", 15);
        peer.put("maximumPrefixes", 3).put("prefixRestartSeconds", 2);
        peer.put("prefixWarningPercent", 60);
        policy("in", "Deny", SECRET_NET);
        policy("out", "Deny", "10.1.255.1/32");
        peer.putObject("policyMapIn")
                .put("resourceRef", "/virtualGateways/contoso-gw/policyMaps/in");
        peer.putObject("policyMapOut")
                .put("resourceRef", "/virtualGateways/contoso-gw/policyMaps/out");
        tenants.start(new Forwarding("xdp", "xdp", 1));
        String both = Bird.routes("site", "ipv4", SITE_NET, SECRET_NET);
        try (Bird bird = tenants.bird(vm, both);
                Bird spare = tenants.bird(branch, "");
                Bird neighbor = tenants.bird(other, Bird.routes("site", "ipv4", SITE_NET))) {
            watch.awaitSite(CONTOSO, vm);
            watch.awaitSite(WOODGROVE, other);
            watch.awaitUp(CONTOSO, BRANCH);
            String since = neighbor.since();

            // Two of three are more than it may tell without a word.
            watch.awaitEvent("prefix-warning", CONTOSO, VM);

            // Policies of both directions.
            assertThat(watch.routes(CONTOSO)).doesNotContain(SECRET_NET);
            watch.await("the subnet at the VM", () -> bird.has("10.0.0.0/24"));
            assertThat(bird.has("10.1.255.1/32")).isFalse();
            watch.await("the VM's site at the branch", () -> spare.has(SITE_NET));
            assertThat(spare.has(SECRET_NET)).as("a refused one goes no further").isFalse();

            // It asks for all once more (RFC 2918), and is told the same.
            long told = bird.imported();
            bird.birdc("reload", "in", Bird.SESSION);
            watch.await("it is told again", () -> bird.imported() > told);
            assertThat(bird.has("10.0.0.0/24")).isTrue();

            // More than it may: its session ends, its routes go, and it may come back.
            bird.configure(RoutedTenants.configuration(vm, "", both + Bird.manyRoutes(10)));
            watch.awaitState(CONTOSO, VM, "held-back");
            watch.awaitNothing(CONTOSO);
            bird.configure(RoutedTenants.configuration(vm, "", both));
            watch.awaitSite(CONTOSO, vm);

            // It falls silent, the other one has the same site, and it comes back.
            spare.configure(
                    RoutedTenants.configuration(branch, "", Bird.routes("site", "ipv4", SITE_NET)));
            watch.await(
                    "both ways are there",
                    () -> watch.peer(CONTOSO, BRANCH).path("accepted").asInt() == 1);
            bird.suspend();
            watch.awaitState(CONTOSO, VM, "down");
            watch.awaitSite(CONTOSO, branch);
            bird.resume();
            watch.awaitUp(CONTOSO, VM);

            // A router that says goodbye keeps nothing.
            spare.birdc("disable", Bird.SESSION);
            watch.awaitSite(CONTOSO, vm);
            watch.awaitUp(CONTOSO, VM);

            // A router that dies and comes back: its routes are held, and swept when it said all.
            bird.kill();
            watch.awaitState(CONTOSO, VM, "down");
            assertThat(watch.routes(CONTOSO)).as("held").contains(SITE_NET);
            bird.restart();
            watch.awaitUp(CONTOSO, VM);
            watch.await(
                    "nothing is stale", () -> watch.peer(CONTOSO, VM).path("stale").asInt(-1) == 0);
            watch.awaitSite(CONTOSO, vm);

            assertThat(neighbor.since()).as("the other tenant's session").isEqualTo(since);
        }
    }

    private void policy(String id, String type, String prefix) {
        ObjectNode properties =
                tenants.lab()
                        .desired()
                        .gateway(CONTOSO)
                        .withArray("policyMaps")
                        .addObject()
                        .put("resourceId", id)
                        .putObject("properties");
        ObjectNode entry = properties.putArray("policyList").addObject();
        entry.put("policyType", type).putArray("matchPrefix").add(prefix);
    }
}
