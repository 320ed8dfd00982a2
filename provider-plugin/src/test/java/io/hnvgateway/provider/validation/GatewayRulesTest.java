package io.hnvgateway.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ProviderRouter;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The gateway's own settings: read, written and judged.
class GatewayRulesTest {
    private static final String GATEWAY =
            """
            {'resourceId': 'gw1', 'properties': {'state': 'Active', 'bgpConfig': {
              'extASNumber': '0.64512', 'routerId': '198.51.100.2', 'bgpPeer': [
                {'peerIP': '198.51.100.1', 'peerExtAsNumber': '0.65000', 'ttlSecurity': true,
                 'localIPAddress': '198.51.100.2', 'families': ['IPv4', 'IPv6'],
                 'policyMapOut': {'resourceRef': '/gateways/gw1/policyMaps/out'}},
                {'peerIP': '2001:db8:f::1', 'peerExtAsNumber': '0.65000', 'holdTimeSeconds': 9},
                null]},
              'policyMaps': [{'resourceId': 'out', 'properties': {'policyList': [
                {'policyType': 'Permit', 'addCommunity': ['65000:1']}]}}]}}
            """;

    private record Host(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses)
            implements HostFacts {
        @Override
        public List<FrontEndAddress> frontEndAddresses() {
            return List.of(
                    own("198.51.100.2", "198.51.100.0/24"),
                    own("203.0.113.2", "203.0.113.0/24"),
                    own("2001:db8:f::2", "2001:db8:f::/64"));
        }

        private static FrontEndAddress own(String address, String network) {
            return new FrontEndAddress(IpAddress.parse(address), IpPrefix.parse(network));
        }
    }

    private static DesiredStateDocument document(String... gateways) {
        return TwoTenants.with(
                json -> TwoTenants.set(json, "/gateways", "[" + String.join(",", gateways) + "]"));
    }

    private static List<String> faults(DesiredStateDocument document, HostFacts host)
            throws Exception {
        ConnectionString connection =
                ConnectionString.parse(
                        "FrontEndInterface=eth0;BackendInterface=eth1;FrontEndGateway=198.51.100.1");
        return new DesiredStateValidator(connection, host)
                .faults(document).stream().map(Fault::toString).toList();
    }

    private static List<String> faults(DesiredStateDocument document) throws Exception {
        return faults(document, new Host(Set.of(), Set.of()));
    }

    @Test
    void readsAndWritesTheProvidersRouters() throws Exception {
        DesiredStateDocument document = document(GATEWAY);
        assertThat(faults(document)).isEmpty();
        ProviderRouter router =
                Objects.requireNonNull(document.state().gateways().getFirst().router());
        assertThat(router.asNumber()).isEqualTo(new AsNumber(64512));
        assertThat(router.peers().stream().map(BgpPeer::resourceId))
                .containsExactly("198.51.100.1", "2001:db8:f::1");
        assertThat(router.peers().getFirst().session().ttlSecurity()).isTrue();
        DesiredState again =
                DesiredStateReader.read(DesiredStateWriter.write(document.state())).state();
        assertThat(again.gateways()).isEqualTo(document.state().gateways());
    }

    @Test
    void aDifferenceIsTold() {
        DesiredState after = document(GATEWAY.replace("0.64512", "0.64513")).state();
        assertThat(StateDiff.between(document(GATEWAY).state(), after))
                .singleElement()
                .hasToString("~ gateways[gw1].bgpConfig.extAsNumber: \"0.64512\" -> \"0.64513\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'2001:db8:f::1'|'198.51.100.1'|bgpPeer[1].peerIP: 198.51.100.1: is that of",
                "'2001:db8:f::1'|'fe80::1'|bgpPeer[1].peerIP: fe80::1: must be a unicast address",
                "'2001:db8:f::1'|'203.0.113.2'|bgpPeer[1].peerIP: 203.0.113.2: is the gateway's own",
                "'2001:db8:f::1'|'192.88.99.1'|bgpPeer[1].peerIP: 192.88.99.1: is on no network of the"
                        + " front end; beyond a router, its address could be anybody's; networks are"
                        + " 198.51.100.0/24, 203.0.113.0/24, 2001:db8:f::/64",
                "'holdTimeSeconds': 9|'multihop': 2|bgpPeer[1].multihop: 2: is not for the provider's",
                "'holdTimeSeconds': 9|'bfd': {}|bgpPeer[1].bfd: is not for the provider's routers",
                "'localIPAddress': '198.51.100.2'|'localIPAddress': '203.0.113.2'|"
                        + "localIPAddress: 203.0.113.2: is no address of the gateway on the peer's",
                "policyMaps/out|policyMaps/in|policyMapOut: /gateways/gw1/policyMaps/in: does not exist",
                "gateways/gw1/policyMaps|virtualGateways/contoso-gw/policyMaps|"
                        + "is no policy map of this gateway",
                "'policyMapOut'|'policyMapIn'|policyMapIn",
            })
    void namesTheBrokenRule(String before, String after, String fault) throws Exception {
        assertThat(GATEWAY).contains(before);
        assertThat(faults(document(GATEWAY.replace(before, after))))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @Test
    void thereIsOneGateway() throws Exception {
        assertThat(faults(document(GATEWAY, "{'resourceId': 'gw2', 'properties': {}}")))
                .containsExactly(
                        "gateways[gw2]: is a second gateway beside gw1; the resource is this"
                                + " gateway itself");
    }

    @Test
    void aStoredRouterIsNoFaultWhenItsNetworkComesLater() throws Exception {
        String elsewhere = GATEWAY.replace("2001:db8:f::1", "192.88.99.1");
        HostFacts host = new Host(Set.of(), Set.of());
        assertThat(faults(document(elsewhere), host)).hasSize(1);
        assertThat(faults(document(elsewhere), host.ofStoredState())).isEmpty();
    }
}
