package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BgpResolverTest {
    private static final String ROUTER =
            """
            [{"resourceId": "r", "properties": {"asNumber": 64512, "bgpPeers": [
              {"resourceId": "office", "properties": {"peerIpAddress": "10.1.255.1",
                "asNumber": 65001, "maximumPrefixes": 7,
                "policyMapIn": {"resourceRef": "/virtualGateways/contoso-gw/policyMaps/in"}}},
              {"resourceId": "inner", "properties": {"peerIpAddress": "10.0.0.9",
                "asNumber": 64512, "bfd": {"intervalMilliseconds": 250, "multiplier": 5}}},
              {"resourceId": "near", "properties": {"peerIpAddress": "10.1.255.2",
                "asNumber": 65002, "ttlSecurity": true, "holdTimeSeconds": 9, "bfd": {}}}]}}]
            """;
    private static final String MAPS =
            """
            [{"resourceId": "in", "properties": {"policyList": [
              {"policyType": "Deny", "matchPrefix": ["10.8.0.0/16 le 24"]},
              {"policyType": "Permit", "matchCommunity": ["65001:1", "65001:1:2"],
               "newLocalPref": 200}]}}]
            """;

    private static TenantNetwork network(String routers) {
        return TenantResolverTest.resolve(
                        json -> {
                            ObjectNode gateway =
                                    (ObjectNode) json.at("/virtualGateways/0/properties");
                            gateway.set("bgpRouters", parse(routers));
                            gateway.set("policyMaps", parse(MAPS));
                        })
                .getFirst();
    }

    private static JsonNode parse(String text) {
        try {
            return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }

    private static TenantBgp bgp(String routers) {
        return Objects.requireNonNull(network(routers).bgp());
    }

    @Test
    void resolvesARouterAndItsPeers() {
        TenantBgp bgp = bgp(ROUTER);
        assertThat(bgp.router().asn()).isEqualTo(new Asn(64512));
        assertThat(bgp.router().routerId()).hasToString("10.254.254.2");
        TenantBgp.Peer office = bgp.peers().getFirst();
        assertThat(office.local()).hasToString("10.254.254.2");
        assertThat(office.settings().prefixLimit().maximum()).isEqualTo(7);
        assertThat(office.settings().localAddresses())
                .containsEntry(AddressFamily.IPV4_UNICAST, IpAddress.parse("10.254.254.2"));
        assertThat(office.settings().policyOut()).isEqualTo(PolicyMap.PERMIT_ALL);
        assertThat(bgp.peers().stream().map(peer -> peer.session().ttl()))
                .containsExactly(Ttl.DIRECT, Ttl.multihop(64), Ttl.SECURITY);
        assertThat(bgp.peers().get(1).settings().options().multihop()).isTrue();
        assertThat(bgp.peers().get(2).session().holdSeconds()).isEqualTo(9);
        assertThat(bgp.peerings())
                .contains(
                        new BgpPeering(
                                IpAddress.parse("10.1.255.1"), IpAddress.parse("10.254.254.2")));
    }

    @Test
    void aPeerThatMayBeBehindARouterHasTheDistantKindOfBfd() {
        assertThat(bgp(ROUTER).peers())
                .extracting(TenantBgp.Peer::bfd)
                .containsExactly(
                        null, new BfdTimers(250_000, 5, true), new BfdTimers(100_000, 3, false));
    }

    @Test
    void aPolicyMapDeniesAndSets() {
        PolicyMap in = bgp(ROUTER).peers().getFirst().settings().policyIn();
        PathAttributes attributes =
                PathAttributes.builder(IpAddress.parse("10.1.255.1"))
                        .asPath(AsPath.sequence(65001))
                        .communities(List.of(Community.parse("65001:1")))
                        .build();
        assertThat(in.rules()).as("one for each kind of community").hasSize(3);
        assertThat(in.rules().getFirst().action()).isEqualTo(PolicyRule.Action.DENY);
        assertThat(in.apply(IpPrefix.parse("10.8.1.0/24"), attributes)).isNull();
        assertThat(
                        Objects.requireNonNull(in.apply(IpPrefix.parse("10.9.0.0/16"), attributes))
                                .localPreference())
                .hasValue(200);
    }

    @Test
    void aRouterThatIsNotEnabledIsNone() {
        TenantNetwork network =
                network(
                        ROUTER.replaceFirst(
                                "\"asNumber\": 64512,",
                                "\"asNumber\": 64512, \"isEnabled\": false,"));
        assertThat(network.bgp()).isNull();
        assertThat(network.peerings()).isEmpty();
    }
}
