package io.hnvgateway.provider.validation;

import static io.hnvgateway.provider.BgpDocuments.IN;
import static io.hnvgateway.provider.BgpDocuments.ROUTER;
import static io.hnvgateway.provider.BgpDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.Connections;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.BgpAddresses;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.VirtualGateway;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpRulesTest {
    private static final String AT = "virtualGateways[contoso-gw].bgpRouters[router]";

    @Test
    void acceptsARouterWithPeersAndPolicies() throws Exception {
        assertThat(faults(document())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'routerIP': ['10.254.254.2']|'routerIP': ['10.254.254.3']|"
                        + "routerIP[0]: 10.254.254.3: is no address of the gateway in this network",
                "'10.9.0.0/16'|'10.9.0.0/16', '10.9.0.0/16'|bgpNetworks[1]: 10.9.0.0/16: stands twice",
                "'10.9.0.0/16'|'224.0.0.0/8'|bgpNetworks[0]: 224.0.0.0/8: must hold unicast addresses only",
                "'10.1.255.1'|'224.0.0.5'|bgpPeers[office].peerIpAddress: 224.0.0.5: must be a unicast address",
                "'10.1.255.1'|'fe80::1'|bgpPeers[office].peerIpAddress: fe80::1: must be a unicast address",
                "'10.1.255.1'|'10.254.254.2'|peerIpAddress: 10.254.254.2: is the gateway's own; the peer is",
                "'10.2.255.1'|'10.1.255.1'|bgpPeers[branch].peerIpAddress: 10.1.255.1: is that of",
                "'10.1.255.1'|'fd00::9'|fd00::9: has no address of the gateway to meet it",
                "'localIPAddress': '10.254.254.2'|'localIPAddress': '10.254.254.9'|localIPAddress: 10.254.254.9: is no address",
                "'multihop': 3|'multihop': 3, 'ttlSecurity': true|bgpPeers[branch].multihop: 3: stands beside ttlSecurity",
                "['ipv4']|['IPv4', 'IPv6']|families: IPv6: has no address of the gateway that could be the next hop",
                "policyMaps/in|policyMaps/out|policyMapIn: /virtualGateways/contoso-gw/policyMaps/out: does not exist",
                "contoso-gw/policyMaps|fabrikam-gw/policyMaps|is no policy map of this virtual gateway",
            })
    void namesTheBrokenRule(String before, String after, String fault) throws Exception {
        assertThat(ROUTER).contains(before);
        assertThat(faults(document(ROUTER.replace(before, after), IN)))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @Test
    void aNetworkHasOneRouter() throws Exception {
        String second = ROUTER.replace("'router'", "'second'");
        assertThat(faults(document(ROUTER + "," + second, IN)))
                .containsExactly(
                        AT.replace("router]", "second]")
                                + ": is a second router beside router; a network has one BGP"
                                + " router; give it all the peers");
    }

    @Test
    void aPolicyMapIsAsLargeAsMayBeAppliedToEachRoute() throws Exception {
        String entry = "{'policyType': 'Permit'}";
        String many = String.join(",", Collections.nCopies(257, entry));
        String map = "{'resourceId': 'in', 'properties': {'policyList': [" + many + "]}}";
        assertThat(faults(document(ROUTER, map)))
                .containsExactly(
                        "virtualGateways[contoso-gw].policyMaps[in].policyList: 257: must be at"
                                + " most 256 policies");
    }

    @Test
    void aPolicyThatOnlyGoesOnSetsSomething() throws Exception {
        assertThat(faults(document(ROUTER, IN.replace(", 'newMED': 5", ""))))
                .containsExactly(
                        "virtualGateways[contoso-gw].policyMaps[in].policyList[2]: sets nothing;"
                                + " take it out, or let it permit or deny");
    }

    @Test
    void speaksFromTheAddressOnThePeersNetwork() throws Exception {
        String near = ROUTER.replace("'10.1.255.1'", "'172.16.0.1'");
        DesiredStateDocument document =
                TwoTenants.with(json -> {
                    String gateway = "/virtualGateways/0/properties/";
                    TwoTenants.set(json, gateway + "bgpRouters", "[" + near + "]");
                    TwoTenants.set(json, gateway + "policyMaps", "[" + IN + "]");
                    TwoTenants.set(
                            json, gateway + "networkConnections", "[" + Connections.L3 + "]");
                });
        assertThat(faults(document)).isEmpty();
        VirtualGateway gateway = document.state().virtualGateways().getFirst();
        BgpRouter router = gateway.bgpRouters().getFirst();
        BgpAddresses addresses = new BgpAddresses(new ResourceIndex(document.state()), gateway);
        assertThat(addresses.local(router, router.peers().getFirst())).hasToString("172.16.0.2");
        assertThat(addresses.local(router, router.peers().get(1))).hasToString("10.254.254.2");
        assertThat(addresses.nextHop(router, router.peers().getFirst(), BgpFamily.IPV6)).isNull();
        assertThat(addresses.routerId(router)).hasToString("10.254.254.2");
    }

    private static List<String> faults(DesiredStateDocument document) throws Exception {
        ConnectionString connection =
                ConnectionString.parse(
                        "FrontEndInterface=eth0;BackendInterface=eth1;FrontEndGateway=198.51.100.1");
        return new DesiredStateValidator(connection, HostFacts.of(Set.of(), Set.of()))
                .faults(document).stream().map(Fault::toString).toList();
    }
}
