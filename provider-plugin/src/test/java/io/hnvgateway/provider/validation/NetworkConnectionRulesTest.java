package io.hnvgateway.provider.validation;

import static io.hnvgateway.provider.Connections.GRE;
import static io.hnvgateway.provider.Connections.IPSEC;
import static io.hnvgateway.provider.Connections.L3;
import static io.hnvgateway.provider.Connections.document;
import static io.hnvgateway.provider.Connections.ofBoth;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.value.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkConnectionRulesTest {
    private static final HostFacts HOST =
            HostFacts.of(
                    Set.of(IpAddress.parse("198.51.100.2")), Set.of(IpAddress.parse("192.0.2.1")));
    private static final String AT = "virtualGateways[contoso-gw].networkConnections[";

    @Test
    void acceptsOneOfEachType() throws Exception {
        assertThat(faults(document(IPSEC, GRE, L3))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'203.0.113.5'|'192.0.2.1'|sourceIPAddress: 192.0.2.1: is the gateway's own provider address",
                "'203.0.113.5'|'2001:db8::5'|must be of the family of sourceIPAddress 2001:db8::5",
                "'198.51.100.77'|'239.0.0.1'|destinationIPAddress: 239.0.0.1: must be a unicast address",
                "'198.51.100.77'|'198.51.100.2'|198.51.100.2: is an address of the host itself",
                "'198.51.100.77'|''|initiation: OnDemand: needs an address of the peer",
                "'10.1.0.0/16'|'10.0.0.0/25'|10.0.0.0/25: lies in a virtual subnet of contoso",
                "'Group14'|'Group2'|mainMode.diffieHellmanGroup: Group2: is weak and not permitted; use AES-GCM",
                "'SHA256'|'SHA196'|mainMode.integrityAlgorithm: SHA196: is weak",
                "'SHA256'|'MD5'|mainMode.integrityAlgorithm: MD5: is weak",
                "'encryptionAlgorithm': 'AES256'|'encryptionAlgorithm': 'DES3'|encryptionAlgorithm: DES3: is weak",
                "'PFS2048'|'PFS2'|quickMode.perfectForwardSecrecy: PFS2: is weak",
                "'SHA256128'|'SHA196'|authenticationTransformationConstant: SHA196: is weak",
                "'sharedsecret'|'localIdentity'|ipSecConfiguration.sharedSecret: is missing",
                "'PSK'|'Certificate', 'peerIdentity': 'x'|certificateChain: is missing",
                "'authenticationMethod': 'PSK', 'sharedsecret': 'open sesame, said nobody'|"
                        + "'authenticationMethod': 'Certificate'|peerIdentity: is missing",
                "'mainMode'|'initiation': 'ResponderOnly', 'initiateOnly': true, 'mainMode'|leaves nobody",
            })
    void namesTheBrokenRule(String before, String after, String fault) throws Exception {
        assertThat(IPSEC).contains(before);
        assertThat(faults(document(IPSEC.replace(before, after))))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @Test
    void aConnectionHasAsManyTrafficSelectorsAsAPacketMayBeComparedWith() throws Exception {
        String one = "{'ipAddressStart': '10.0.0.1', 'ipAddressEnd': '10.0.0.1'}";
        String local = "'localVpnTrafficSelector': [";
        assertThat(faults(document(IPSEC.replace(local, local + list(one, 64))))).isEmpty();
        String remote = "'remoteVpnTrafficSelector': [";
        String both =
                IPSEC.replace(local, local + list(one, 65))
                        .replace(remote, remote + list(one, 65) + ", ");
        assertThat(faults(document(both)))
                .containsExactly(
                        AT
                                + "office].ipSecConfiguration.localVpnTrafficSelector: 65: must be at"
                                + " most 64 selectors; join them to ranges: each packet is compared"
                                + " with all of them",
                        AT
                                + "office].ipSecConfiguration.remoteVpnTrafficSelector: 66: must be"
                                + " at most 64 selectors; join them to ranges: each packet is"
                                + " compared with all of them");
    }

    @Test
    void aConnectionHasAsManyCertificatesAndPeersAsOneMessageTakes() throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----";
        assertThat(faults(document(certified(pem.repeat(16), pem.repeat(16))))).isEmpty();
        assertThat(faults(document(certified(pem.repeat(17), pem.repeat(18)))))
                .containsExactly(
                        AT
                                + "office].ipSecConfiguration.certificateChain: 17: must be at most 16"
                                + " certificates; leave out those that no peer needs",
                        AT
                                + "office].ipSecConfiguration.trustedCertificates: 18: must be at most"
                                + " 16 certificates; leave out those that no peer needs");
        String peers =
                IntStream.range(0, 64)
                        .mapToObj("'198.51.101.%d'"::formatted)
                        .collect(Collectors.joining(", "));
        String dialled =
                IPSEC.replace("'mainMode'", "'peerIdentity': 'office', 'mainMode'")
                        .replace("'peerIPAddresses': []", "'peerIPAddresses': [" + peers + "]");
        assertThat(faults(document(dialled)))
                .containsExactly(
                        AT
                                + "office].peerIPAddresses: 65: must be at most 64 addresses,"
                                + " destinationIPAddress included");
    }

    private static String list(String one, int count) {
        return String.join(", ", Collections.nCopies(count, one));
    }

    private static String certified(String chain, String authorities) {
        return IPSEC.replaceFirst(
                "'PSK', 'sharedsecret': '[^']*'",
                "'Certificate', 'peerIdentity': 'office', 'certificateChain': '%s',"
                                .formatted(chain)
                        + " 'trustedCertificates': '%s', 'privateKey': 'k'".formatted(authorities));
    }

    @Test
    void weakAlgorithmsArePermittedToWhoInsists() throws Exception {
        String weak = IPSEC.replace("'Group14'", "'Group2'").replace("'SHA256'", "'SHA196'");
        assertThat(faults(document(weak))).hasSize(2);
        String insisting = weak.replace("'mainMode'", "'allowWeakCryptography': true, 'mainMode'");
        assertThat(faults(document(insisting))).isEmpty();
    }

    @Test
    void routesOfOneMetricLeadOneWay() throws Exception {
        String same = GRE.replace("'10.2.0.0/16'", "'10.1.0.0/16', 'metric': 10");
        assertThat(faults(document(IPSEC, same)))
                .containsExactly(
                        AT
                                + "branch].routes[0].destinationPrefix: 10.1.0.0/16: is that of "
                                + AT
                                + "office].routes[0] with the same metric; give them metrics: the"
                                + " lowest counts while it is up");
        String other = GRE.replace("'10.2.0.0/16'", "'10.1.0.0/16', 'metric': 11");
        assertThat(faults(document(IPSEC, other))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'172.16.0.1'|'172.16.1.1'|172.16.1.1: lies outside the networks of ipAddresses",
                "['172.16.0.1']|['172.16.0.2']|172.16.0.2: is the gateway's own",
                "['172.16.0.1']|[]|routes[0].nextHop: is missing",
                "'nextHop': '172.16.0.1'|'nextHop': '172.16.9.3'|routes[1].nextHop: 172.16.9.3: lies outside",
                "'10.3.0.0/16'|'2001:db8::/32'|nextHop: is missing; peerIPAddresses has none of the family",
            })
    void anL3ConnectionHasItsRouterOnItsVlan(String before, String after, String fault)
            throws Exception {
        assertThat(faults(document(L3.replace(before, after))))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @Test
    void greNeedsItsPeer() throws Exception {
        assertThat(faults(document(GRE.replace("'198.51.100.78'", "null"))))
                .singleElement()
                .asString()
                .contains("destinationIPAddress: is missing");
    }

    @Test
    void connectionsThatShareEverythingAreRefusedWithTheRemedy() throws Exception {
        assertThat(faults(ofBoth(IPSEC, IPSEC)))
                .containsExactly(
                        "virtualGateways[woodgrove-gw].networkConnections[office]: cannot be told from "
                                + AT
                                + "office]: own address, own identity, peer's address and peer's"
                                + " identity are the same; give one another localIdentity or"
                                + " peerIdentity, or set initiateOnly in both");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'203.0.113.5'|'203.0.113.6'",
                "'198.51.100.77'|'198.51.100.99'",
                "'mainMode'|'peerIdentity': 'office@woodgrove.example', 'mainMode'",
                "'mainMode'|'localIdentity': 'gateway@woodgrove.example', 'mainMode'",
            })
    void tenantsMayShareAllButOne(String before, String after) throws Exception {
        assertThat(faults(ofBoth(IPSEC, IPSEC.replace(before, after)))).isEmpty();
    }

    /// One identity has several spellings, and what is left out stands for an address.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'peerIdentity': 'office'|'peerIdentity': 'OFFICE'",
                "'peerIdentity': 'C=DE, O=Contoso, CN=office'|'peerIdentity': '/c=de/o = contoso /CN=Office'",
                "'peerIdentity': 'CN=a, E=x@y'|'peerIdentity': 'cn=a,emailAddress=x@y,'",
                "'localIdentity': 'O=A  B'|'localIdentity': 'o=a b'",
                "'initiateOnly': false|'peerIdentity': '198.51.100.77'",
                "'initiateOnly': false|'localIdentity': '203.0.113.5'",
                "'peerIdentity': '2001:db8::1'|'peerIdentity': '2001:DB8:0:0::1'",
            })
    void anotherSpellingIsNoDifference(String one, String other) throws Exception {
        String first = IPSEC.replace("'mainMode'", one + ", 'mainMode'");
        String second = IPSEC.replace("'mainMode'", other + ", 'mainMode'");
        assertThat(faults(ofBoth(first, second)))
                .singleElement()
                .asString()
                .contains("cannot be told from");
    }

    @Test
    void anAddressLeftOutIsTheOneItStandsFor() throws Exception {
        String absent = IPSEC.replace("'203.0.113.5'", "null");
        DesiredStateValidator validator =
                new DesiredStateValidator(
                        ConnectionString.parse(
                                "ProviderAddress=192.0.2.1;VPNServerAddress=203.0.113.5"),
                        HOST);
        assertThat(validator.faults(ofBoth(IPSEC, absent)).toString())
                .contains("cannot be told from");
        assertThat(faults(ofBoth(IPSEC, absent)).toString())
                .as("an address that is not known may be the same")
                .contains("cannot be told from");
    }

    @Test
    void aPeerOfSeveralAddressesHasAnIdentity() throws Exception {
        String several =
                IPSEC.replace("'peerIPAddresses': []", "'peerIPAddresses': ['198.51.100.79']");
        assertThat(faults(document(several)))
                .singleElement()
                .asString()
                .contains("peerIdentity: is missing");
    }

    @Test
    void connectionsThatOnlyInitiateMayShareEverything() throws Exception {
        String initiating = IPSEC.replace("'mainMode'", "'initiateOnly': true, 'mainMode'");
        assertThat(faults(ofBoth(initiating, initiating))).isEmpty();
        assertThat(faults(ofBoth(initiating, IPSEC))).hasSize(1);
    }

    @Test
    void aResponderToAnybodyTiesWithEverybody() throws Exception {
        String named = IPSEC.replace("'mainMode'", "'peerIdentity': 'office', 'mainMode'");
        String anybody =
                named.replace("'198.51.100.77'", "null")
                        .replace("'mainMode'", "'initiation': 'ResponderOnly', 'mainMode'");
        assertThat(faults(ofBoth(named, anybody)))
                .singleElement()
                .asString()
                .contains("cannot be told from");
        assertThat(faults(document(anybody.replace("'peerIdentity': 'office', ", ""))))
                .singleElement()
                .asString()
                .contains("peerIdentity: is missing; a peer of any address");
    }

    /// A gateway with this front-end address alone.
    private static List<String> faultsAt(String frontEnd, HostFacts host, String connection)
            throws Exception {
        return faultsAt(frontEnd, host, connection, "");
    }

    private static List<String> faultsAt(
            String frontEnd, HostFacts host, String connection, String keys) throws Exception {
        HostFacts facts =
                new HostFacts() {
                    @Override
                    public Set<IpAddress> ownAddresses() {
                        return host.ownAddresses();
                    }

                    @Override
                    public Set<IpAddress> providerAddresses() {
                        return host.providerAddresses();
                    }

                    @Override
                    public List<IpAddress> vpnAddresses() {
                        return List.of(IpAddress.parse(frontEnd));
                    }
                };
        DesiredStateValidator validator =
                new DesiredStateValidator(
                        ConnectionString.parse("ProviderAddress=192.0.2.1" + keys), facts);
        assertThat(
                        new DesiredStateValidator(
                                        ConnectionString.parse("ProviderAddress=192.0.2.1" + keys),
                                        facts.ofStoredState())
                                .faults(document(connection)))
                .as("a stored state waits for the address")
                .isEmpty();
        return validator.faults(document(connection)).stream().map(Fault::toString).toList();
    }

    @Test
    void aTunnelNeedsAnAddressOfTheFrontEnd() throws Exception {
        assertThat(faultsAt("198.51.100.2", HOST, GRE)).isEmpty();
        assertThat(faultsAt("2001:db8::2", HOST, GRE))
                .containsExactly(
                        AT
                                + "branch].destinationIPAddress: 198.51.100.78: has no address of"
                                + " the front end to meet it; give a front-end interface one of its"
                                + " family");
        assertThat(faultsAt("198.51.100.2", HOST, IPSEC))
                .containsExactly(
                        AT
                                + "office].sourceIPAddress: 203.0.113.5: is no address of the front"
                                + " end; give it to a front-end interface, or leave it out");
    }

    @Test
    void whereTenantsDialIsAnAddressOfTheFrontEnd() throws Exception {
        String keys = ";VPNServerAddress=198.51.100.2";
        assertThat(faultsAt("198.51.100.2", HOST, GRE, keys)).isEmpty();
        assertThat(faultsAt("198.51.100.3", HOST, GRE, keys))
                .containsExactly(
                        AT
                                + "branch].sourceIPAddress: 198.51.100.2: is VPNServerAddress of"
                                + " the connection string, and no address of the front end; give"
                                + " it to a front-end interface, or name another one here");
    }

    @Test
    void keysAndVlansAreOneTenantsOwn() throws Exception {
        assertThat(faults(ofBoth(GRE, GRE)))
                .singleElement()
                .asString()
                .contains("greKey: 4294967295: is that of " + AT + "branch] between the same");
        assertThat(faults(ofBoth(GRE, GRE.replace("4294967295", "7")))).isEmpty();
        assertThat(faults(ofBoth(L3, L3)))
                .singleElement()
                .asString()
                .contains("vlanId: 201: is that of " + AT + "mpls]; give each tenant a VLAN");
    }

    @Test
    void aVlanOfTheGatewayOrTheHostIsNoTenants() throws Exception {
        HostFacts facts =
                new HostFacts() {
                    @Override
                    public Set<IpAddress> ownAddresses() {
                        return HOST.ownAddresses();
                    }

                    @Override
                    public Set<IpAddress> providerAddresses() {
                        return HOST.providerAddresses();
                    }

                    @Override
                    public Map<Integer, String> takenVlans() {
                        return Map.of(201, "the gateway's own eth0.201");
                    }
                };
        DesiredStateValidator validator =
                new DesiredStateValidator(
                        ConnectionString.parse("ProviderAddress=192.0.2.1"), facts);
        assertThat(validator.faults(document(L3)))
                .singleElement()
                .asString()
                .contains("vlanId: 201: is the gateway's own eth0.201; take a VLAN of the front");
    }

    @Test
    void anL3ConnectionHasOneRouterOfEachFamily() throws Exception {
        String second = "\"destinationPrefix\": \"10.4.0.0/16\", \"nextHop\": \"172.16.0.";
        assertThat(faults(document(withRoute(second + "1\"")))).isEmpty();
        assertThat(faults(document(withRoute(second + "3\""))))
                .singleElement()
                .asString()
                .contains("peerIPAddresses: 172.16.0.3: is a second router beside 172.16.0.1");
    }

    private static String withRoute(String route) {
        return "{\"resourceId\": \"mpls\", \"properties\": {\"connectionType\": \"L3\","
                + " \"l3Configuration\": {\"vlanSubnet\": {\"vlanId\": 201}}, \"ipAddresses\":"
                + " [{\"ipAddress\": \"172.16.0.2\", \"prefixLength\": 29}],"
                + " \"peerIPAddresses\": [\"172.16.0.1\"], \"routes\": [{"
                + route
                + "}]}}";
    }

    private static List<String> faults(DesiredStateDocument document) throws Exception {
        return new DesiredStateValidator(ConnectionString.parse("ProviderAddress=192.0.2.1"), HOST)
                .faults(document).stream().map(Fault::toString).toList();
    }
}
