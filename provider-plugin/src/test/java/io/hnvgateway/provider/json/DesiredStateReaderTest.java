package io.hnvgateway.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hnvgateway.provider.BothFamilies;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.HostControlSettings;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LearningSettings;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.PortRange;
import io.hnvgateway.provider.resource.PrefixTranslation;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.SourceCheck;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredStateReaderTest {

    @Test
    void readsTheTwoTenants() {
        DesiredStateDocument document = TwoTenants.document();
        assertThat(document.faults()).isEmpty();
        DesiredState state = document.state();
        assertThat(state.virtualNetworks())
                .extracting(n -> n.resourceId())
                .containsExactly("contoso", "woodgrove");
        assertThat(state.virtualNetworks().getFirst().lookupRecords().getFirst().macAddress())
                .hasToString("02-00-00-00-01-10");
        InboundNatRule inbound = state.loadBalancers().get(1).inboundNatRules().getFirst();
        assertThat(inbound.frontendPorts()).isEqualTo(new PortRange(60443, 60443));
        assertThat(inbound.backendPorts()).isEqualTo(new PortRange(443, 443));
    }

    @Test
    void isLenientInForm() {
        DesiredStateDocument document =
                read(
                        """
                        {"VIRTUALNETWORKS": [null, {"resourceID": "a", "etag": "W/x", "Properties": {
                           "provisioningState": "Succeeded", "dhcpOptions": {},
                           "subnets": [{"ResourceId": "s", "properties":
                              {"AddressPrefix": " 10.0.0.0/24", "virtualSubnetID": "5000", "accessControlList": null}}]}}],
                         "virtualGateways": [{"resourceId": "g", "properties": {
                           "gatewaySubnets": [null, {"resourceRef": "/networking/v1/VirtualNetworks/A/subnets/S"}],
                           "gatewayAddresses": [{"ipAddress": "10.0.0.1"}], "bgpRouters": [], "networkConnections": [],
                           "backEnd": {"outerDontFragment": "false", "mtu": "1400", "sourceCheck": "LOG"}}}],
                         "accessControlLists": []}
                        """);
        assertThat(document.faults()).isEmpty();
        VirtualGateway gateway = document.state().virtualGateways().getFirst();
        assertThat(gateway.backEnd().outerDontFragment()).isFalse();
        assertThat(gateway.backEnd().mtuBytes()).isEqualTo(1400);
        assertThat(gateway.backEnd().sourceCheck()).isEqualTo(SourceCheck.LOG);
        assertThat(gateway.gatewaySubnets().getFirst()).hasToString("/VirtualNetworks/A/subnets/S");
    }

    @Test
    void readsNatSettingsAndPortRanges() {
        DesiredStateDocument document =
                TwoTenants.with(json -> {
                    TwoTenants.set(
                            json,
                            "/virtualGateways/0/properties/nat",
                            "{'filtering': 'AddressDependent', 'udpIdleSeconds': 120, 'maxPorts': 1000, 'maxSessions': 9,"
                                    + "'oneToOneRules': [{'publicIPAddress': {'resourceRef': '/publicIPAddresses/p'},"
                                    + "'customerAddress': '10.0.0.10'}]}");
                    TwoTenants.set(
                            json,
                            "/loadBalancers/1/properties/inboundNatRules/0/properties",
                            "{'protocol': 'udp', 'frontendPortRangeStart': 1000, 'frontendPortRangeEnd': 1009,"
                                    + "'backendPort': 2000, 'backendAddress': '10.0.0.10', 'frontendIPConfigurations': []}");
                });
        assertThat(document.faults()).isEmpty();
        VirtualGateway gateway = document.state().virtualGateways().getFirst();
        assertThat(gateway.nat().filtering()).isEqualTo(NatFiltering.ADDRESS_DEPENDENT);
        assertThat(gateway.nat().timers().udpIdleSeconds()).isEqualTo(120);
        assertThat(gateway.nat().timers().tcpEstablishedSeconds()).isEqualTo(7440);
        assertThat(gateway.nat().quota().maxPorts()).isEqualTo(1000);
        assertThat(gateway.nat().oneToOneRules().getFirst().customerAddress())
                .isEqualTo(IpAddress.parse("10.0.0.10"));
        assertThat(
                        document.state()
                                .loadBalancers()
                                .get(1)
                                .inboundNatRules()
                                .getFirst()
                                .backendPorts())
                .isEqualTo(new PortRange(2000, 2009));
    }

    @Test
    void readsBothFamiliesKindsOfRecordsAndBackEndSettings() {
        DesiredState state = BothFamilies.document().state();
        assertThat(texts(BothFamilies.document())).isEmpty();
        VirtualNetwork network = state.virtualNetworks().getFirst();
        assertThat(network.subnets().getFirst().addressPrefixes())
                .extracting(IpPrefix::toString)
                .containsExactly("10.0.0.0/24", "fd00:0:0:1::/64");
        assertThat(network.lookupRecords())
                .extracting(LookupRecord::type, LookupRecord::rule, LookupRecord::customerAddress)
                .contains(
                        tuple(
                                RecordType.STATIC,
                                TranslationRule.ENCAPSULATION,
                                IpAddress.parse("fd00:0:0:1::10")),
                        tuple(RecordType.L2_ONLY, TranslationRule.ENCAPSULATION, null),
                        tuple(RecordType.GATEWAY_WILDCARD, TranslationRule.ENCAPSULATION, null),
                        tuple(
                                RecordType.DYNAMIC,
                                TranslationRule.NAT,
                                IpAddress.parse("10.0.0.50")));
        VirtualGateway gateway = state.virtualGateways().getFirst();
        assertThat(gateway.prefixTranslations())
                .containsExactly(
                        new PrefixTranslation(
                                IpPrefix.parse("fd00::/48"), IpPrefix.parse("2001:db8:a::/48")));
        assertThat(gateway.backEnd().learning()).isEqualTo(new LearningSettings(7, 60));
        assertThat(gateway.backEnd().hostControl())
                .isEqualTo(new HostControlSettings(false, false));
        assertThat(state.providerAddresses())
                .extracting(announced -> announced.address().toString())
                .containsExactly("192.0.2.11", "2001:db8:b::12");
        VirtualGateway plain = TwoTenants.document().state().virtualGateways().getFirst();
        assertThat(plain.backEnd().learning()).isEqualTo(new LearningSettings(256, 1200));
        assertThat(plain.backEnd().hostControl()).isEqualTo(new HostControlSettings(true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/networkConnections|[{}]|networkConnections: is not enforced by this version; write them under their",
                "/bgpRouters|[{}]|bgpRouters: is not enforced by this version; write them under their virtual gateway",
                "/virtualGateways/0/properties/bgpPeers|[{}]|write them under their BGP router",
                "/virtualGateways/0/properties/routingType|'Both'|virtualGateways[contoso-gw].routingType: Both:"
                        + " must be Static or Dynamic",
                "/accessControlLists|[{}]|accessControlLists: is not enforced by this version; packet filters",
                "/virtualNetworks/0/properties/subnets/0/properties/accessControlList|{'resourceRef': '/a/b'}|"
                        + "virtualNetworks[contoso].subnets[web].accessControlList: is not enforced",
                "/virtualNetworks/0/properties/subnets/0/properties/addressPrefix|'::ffff:10.0.0.0/24'|"
                        + "virtualNetworks[contoso].subnets[web].addressPrefix: ::ffff:10.0.0.0/24:"
                        + " must not be an IPv4 address written as IPv6; did you mean 10.0.0.0?",
                "/virtualNetworks/0/properties/subnets/0/properties/addressPrefixes|['fd00::/64']|"
                        + "virtualNetworks[contoso].subnets[web].addressPrefix: 10.0.0.0/24: is not among addressPrefixes",
                "/virtualNetworks/0/properties/subnets/0/properties/addressPrefixes|['10.0.0.0/24', 'x/64']|"
                        + "virtualNetworks[contoso].subnets[web].addressPrefixes[1]: x/64: must be an IP address",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/rule|'TranslationMethodNot'|"
                        + "virtualNetworks[contoso].lookupRecords[web1].rule: TranslationMethodNot:"
                        + " must be one of TranslationMethodEncap, TranslationMethodNat",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/type|'L2Only'|"
                        + "lookupRecords[web1].customerAddress: 10.0.0.10: must be absent or 0.0.0.0 in a record of type"
                        + " L2Only; its addresses are learned; or use Static",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/type|'GatewayWildcard'|"
                        + "must be absent or 0.0.0.0 in a record of type GatewayWildcard",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/type|'Remote'|"
                        + "Remote: must be one of Static, Dynamic, L2Only, GatewayWildcard",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/customerAddress|null|"
                        + "lookupRecords[web1].customerAddress: is missing",
                "/virtualGateways/0/properties/prefixTranslations|[{'insidePrefix': '10.0.0.0/24',"
                        + " 'outsidePrefix': '2001:db8::/48'}]|virtualGateways[contoso-gw].prefixTranslations[0]."
                        + "insidePrefix: 10.0.0.0/24: must be an IPv6 prefix",
                "/virtualGateways/0/properties/prefixTranslations|[{'insidePrefix': 'fd00::/48'}]|"
                        + "prefixTranslations[0].outsidePrefix: is missing",
                "/virtualGateways/0/properties/backEnd|{'learnedAddressLimit': 65536}|"
                        + "backEnd.learnedAddressLimit: 65536: must be 0..65535",
                "/virtualGateways/0/properties/backEnd|{'learnedAddressAgeingSeconds': 0}|must be 1..604800",
                "/virtualGateways/0/properties/backEnd|{'acceptRedirects': 1}|must be True or False",
                "/providerAddresses|[{'resourceId': 'h', 'properties': {}}]|providerAddresses[h].address: is missing",
                "/publicIPAddresses/0/properties/ipAddress|'2001:db8::1'|publicIPAddresses[contoso-pip].ipAddress:"
                        + " 2001:db8::1: must be an IPv4 address; ports and public addresses are translated for IPv4 only",
                "/loadBalancers/1/properties/inboundNatRules/0/properties/backendAddress|'2001:db8::1'|must be an IPv4 address",
                "/virtualNetworks/0/properties/lookupRecord|[{}]|virtualNetworks[contoso].lookupRecord:"
                        + " is not a known property; did you mean lookupRecords?",
                "/virtualNetworks/0/surprise|1|virtualNetworks[0].surprise: is not a known property",
                "/loadBalancers/0/properties/outboundNatRules/0/properties/protocol|'TCP'|must be ALL",
                "/loadBalancers/1/properties/inboundNatRules/0/properties/enableFloatingIP|true|is not enforced",
                "/loadBalancers/0/properties/probes|[1]|loadBalancers[contoso-nat].probes: is not enforced",
                "/publicIPAddresses/0/properties/publicIPAddressVersion|'IPv6'|must be IPv4; addresses and ports are translated for IPv4 only",
                "/virtualGateways/0/properties/backEnd|{'mtu': 100}|virtualGateways[contoso-gw].backEnd.mtu: 100: must be 576",
                "/virtualGateways/0/properties/nat|{'filter': 1}|virtualGateways[contoso-gw].nat.filter: is not a known"
                        + " property; did you mean filtering?",
                "/virtualNetworks|{}|virtualNetworks: must be a list",
                "/virtualNetworks/0/properties|7|virtualNetworks[contoso].properties: is missing",
                "/publicIPAddresses/0/properties/ipAddress|null|publicIPAddresses[contoso-pip].ipAddress: is missing",
                "/publicIPAddresses/0/properties/ipAddress|{}|publicIPAddresses[contoso-pip].ipAddress: must be a single value",
            })
    void refusesByNameWhatItDoesNotEnforce(String pointer, String value, String fault) {
        assertThat(texts(TwoTenants.with(pointer, value)))
                .singleElement()
                .asString()
                .contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/accessControlLists|[{}]|NOT_SUPPORTED",
                "/virtualNetworks/0/properties/subnets/0/properties/accessControlList|{'resourceRef': '/a/b'}|NOT_SUPPORTED",
                "/virtualNetworks/0/properties/lookupRecord|[{}]|UNKNOWN_PROPERTY",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/macAddress|null|MISSING_PROPERTY",
                "/virtualNetworks/0/properties/lookupRecords/0/properties/macAddress|'zz'|INVALID_VALUE",
                "/virtualNetworks/0/properties/lookupRecords/0/resourceId|'DATA1'|DUPLICATE_ID",
                "/virtualNetworks/0/resourceID|'contoso'|DUPLICATE_PROPERTY",
            })
    void saysWhichKindOfFaultItIs(String pointer, String value, FaultCode code) {
        assertThat(TwoTenants.with(pointer, value).faults())
                .extracting(Fault::code)
                .containsExactly(code);
    }

    @Test
    void namesEveryFaultAtOnceAndKeepsWhatIsReadable() {
        DesiredStateDocument document =
                TwoTenants.with(json -> {
                    TwoTenants.set(
                            json,
                            "/virtualNetworks/0/properties/subnets/0/properties/addressPrefix",
                            "'10.0.0.1/24'");
                    TwoTenants.set(
                            json,
                            "/virtualNetworks/0/properties/lookupRecords/0/properties/macAddress",
                            "'zz'");
                    TwoTenants.set(
                            json,
                            "/virtualNetworks/0/properties/lookupRecords/0/properties/providerAddress",
                            "'x'");
                });
        assertThat(texts(document))
                .containsExactly(
                        "virtualNetworks[contoso].subnets[web].addressPrefix: 10.0.0.1/24: has bits set beyond its"
                                + " length; did you mean 10.0.0.0/24?",
                        "virtualNetworks[contoso].lookupRecords[web1].macAddress: zz: must be a MAC address; six bytes"
                                + " as in 02-00-5E-00-50-02",
                        "virtualNetworks[contoso].lookupRecords[web1].providerAddress: x: must be an IP address;"
                                + " as in 203.0.113.10 or 2001:db8::10");
        assertThat(document.unreadable())
                .containsExactlyInAnyOrder(
                        "virtualNetworks[contoso].subnets[web]",
                        "virtualNetworks[contoso].lookupRecords[web1]");
        assertThat(document.state().virtualNetworks().getFirst().lookupRecords()).hasSize(1);
    }

    @Test
    void refusesIdsAndKeysThatStandTwice() {
        assertThat(
                        texts(
                                read(
                                        "{'virtualNetworks': [{'resourceId': 'a', 'properties': {}},"
                                                + " {'resourceId': 'A', 'properties': {}}]}")))
                .containsExactly(
                        "virtualNetworks[A]: resourceId stands twice in this list; ids differ by more than case");
        assertThat(texts(read("{'virtualNetworks': [], 'VirtualNetworks': []}")))
                .singleElement()
                .asString()
                .contains("stands twice");
        assertThatThrownBy(() -> JsonText.parse("{\"a\": 1, \"a\": 2}".getBytes(UTF_8)))
                .isInstanceOf(FaultsException.class)
                .hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{} {}", "nul", "{\"a\": 01}", "\u0000"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> DesiredStateReader.read(text.getBytes(UTF_8)))
                .isInstanceOf(FaultsException.class)
                .hasMessageStartingWith("document: is ");
    }

    @Test
    void boundsNestingAndSizes() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(100_000).getBytes(UTF_8)))
                .isInstanceOf(FaultsException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(
                        () -> JsonText.parse(("\"" + "a".repeat(100_000) + "\"").getBytes(UTF_8)))
                .isInstanceOf(FaultsException.class)
                .hasMessageContaining("String value length");
        String many = "{'virtualNetworks': [" + "1,".repeat(5_000) + "1]}";
        assertThat(read(many).faults()).hasSize(1000);
    }

    private static List<String> texts(DesiredStateDocument document) {
        return document.faults().stream().map(Fault::toString).toList();
    }

    private static DesiredStateDocument read(String text) {
        try {
            return DesiredStateReader.read(text.replace('\'', '"').getBytes(UTF_8));
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }
}
