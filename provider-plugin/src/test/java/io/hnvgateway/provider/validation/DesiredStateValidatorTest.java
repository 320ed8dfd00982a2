package io.hnvgateway.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.BothFamilies;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredStateValidatorTest {
    private static final String CONNECTION =
            "ProviderAddress=192.0.2.1;NatPool=203.0.113.16/28;FrontEndGateway=198.51.100.1,2001:db8:ff::1;Sessions=4096";
    private static final HostFacts HOST =
            HostFacts.of(
                    Set.of(IpAddress.parse("198.51.100.2")), Set.of(IpAddress.parse("192.0.2.1")));
    private static final String NETWORK = "/virtualNetworks/0/properties";
    private static final String RECORD = NETWORK + "/lookupRecords/0/properties";
    private static final String GATEWAY = "/virtualGateways/0/properties";
    private static final String REWRITTEN = NETWORK + "/lookupRecords/5/properties";
    private static final String TRANSLATION = GATEWAY + "/prefixTranslations/0";

    @Test
    void acceptsTheTwoTenants() {
        assertThat(faults(TwoTenants.document())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Networks and subnets.
                NETWORK
                        + "/routingDomainId|'d0d0d0d0-0000-4000-8000-000000000002'|virtualNetworks[woodgrove]."
                        + "routingDomainId: {d0d0d0d0-0000-4000-8000-000000000002}: is taken by"
                        + " virtualNetworks[contoso].routingDomainId",
                NETWORK
                        + "/routingDomainId|'00000000-0000-0000-0000-000000000000'|must not be all zeros",
                NETWORK
                        + "/subnets/2/properties/addressPrefix|'10.254.254.0/28'|lies outside addressSpace",
                NETWORK
                        + "/addressSpace|{'addressPrefixes': ['10.0.0.0/23']}|virtualNetworks[contoso].subnets[gateway]."
                        + "addressPrefix: 10.254.254.0/29: lies outside addressSpace",
                // Lookup records.
                RECORD
                        + "/customerAddress|'10.0.1.10'|virtualNetworks[contoso].lookupRecords[web1].customerAddress:"
                        + " 10.0.1.10: must be a host address of its subnet 10.0.0.0/24",
                RECORD + "/customerAddress|'10.0.0.255'|must be a host address of its subnet",
                RECORD + "/virtualSubnetId|6001|6001: is no virtual subnet of this network",
                RECORD + "/macAddress|'03-00-00-00-00-01'|must be a unicast MAC address",
                RECORD + "/macAddress|'00-00-00-00-00-00'|must be a unicast MAC address",
                RECORD
                        + "/providerAddress|'239.0.0.1'|providerAddress: 239.0.0.1: must be a unicast address",
                RECORD
                        + "/providerAddress|'192.0.2.1'|192.0.2.1: is the gateway's own provider address",
                RECORD
                        + "/providerAddress|'198.51.100.2'|198.51.100.2: is an address of the host itself",
                // Customer routes.
                NETWORK
                        + "/customerRoutes/0/properties/nextHop|'10.0.0.1'|virtualNetworks[contoso].customerRoutes"
                        + "[default].nextHop: 10.0.0.1: must be a host address of subnet 10.254.254.0/29",
                NETWORK
                        + "/customerRoutes/0/properties/virtualSubnetId|6000|is no virtual subnet of this network",
                // Gateways.
                GATEWAY
                        + "/gatewaySubnets|[]|virtualGateways[contoso-gw].gatewaySubnets: is missing",
                GATEWAY
                        + "/gatewaySubnets|[{'resourceRef': '/virtualNetworks/contoso/subnets/none'}]|"
                        + "gatewaySubnets[0]: /virtualNetworks/contoso/subnets/none: does not exist",
                GATEWAY + "/gatewayAddresses|[]|has none in gateway subnet gateway 10.254.254.0/29",
                GATEWAY
                        + "/gatewayAddresses|[{'ipAddress': '10.254.254.2'}, {'ipAddress': '10.254.254.3'}]|"
                        + "10.254.254.3: is the second in gateway subnet",
                GATEWAY
                        + "/gatewayAddresses|[{'ipAddress': '10.254.254.2', 'macAddress': '01-00-5E-00-00-01'}]|"
                        + "gatewayAddresses[0].macAddress: 01-00-5E-00-00-01: must be a unicast MAC address",
                GATEWAY + "/nat|{'maxSessions': 5000}|nat.maxSessions: 5000: must be at most 4096",
                // Direct routing.
                GATEWAY
                        + "/directRouting|{'prefixes': ['10.9.0.0/16']}|lies outside the address space of contoso",
                "/virtualGateways/1/properties/directRouting|{'prefixes': ['10.0.1.0/24']}|"
                        + "virtualGateways[woodgrove-gw].directRouting.prefixes[0]: 10.0.1.0/24: overlaps 10.0.1.0/24"
                        + " of virtualGateways[contoso-gw].directRouting.prefixes[0]",
                // Public addresses.
                "/publicIPAddresses/0/properties/ipAddress|'198.51.100.2'|publicIPAddresses[contoso-pip].ipAddress:"
                        + " 198.51.100.2: is an address of the host itself",
                "/publicIPAddresses/0/properties/ipAddress|'198.51.100.1'|is the FrontEndGateway",
                "/publicIPAddresses/0/properties/ipAddress|'192.0.2.11'|is the provider address of a lookup record",
                "/publicIPAddresses/0/properties/ipAddress|'255.255.255.255'|must be a unicast address",
                "/publicIPAddresses/1/properties/ipAddress|'203.0.113.99'|203.0.113.99: lies outside the NatPool",
                "/publicIPAddresses/1/properties|{'publicIPAllocationMethod': 'Static', 'ipAddress': '203.0.113.10'}|"
                        + "publicIPAddresses[woodgrove-pip].ipAddress: 203.0.113.10: is taken by"
                        + " publicIPAddresses[contoso-pip].ipAddress",
                "/loadBalancers/1/properties/frontendIPConfigurations/0/properties/publicIPAddress|"
                        + "{'resourceRef': '/publicIPAddresses/contoso-pip'}|belongs to network contoso by"
                        + " loadBalancers[contoso-nat].frontendIPConfigurations[fe].publicIPAddress, not to woodgrove",
                "/loadBalancers/1/properties/frontendIPConfigurations/0/properties/publicIPAddress|"
                        + "{'resourceRef': '/publicIPAddresses/none'}|/publicIPAddresses/none: does not exist",
                // Load balancers.
                "/loadBalancers/1/properties/inboundNatRules/0/properties/frontendPort|0|"
                        + "loadBalancers[woodgrove-nat].inboundNatRules[web].frontendPort: 0: must be 1..65535",
                "/loadBalancers/1/properties/inboundNatRules/0/properties/backendPort|65536|backendPort: 65536: must be",
                "/loadBalancers/1/properties/inboundNatRules/0/properties/backendAddress|'10.0.1.1'|"
                        + "10.0.1.1: must be a host address of a subnet of woodgrove",
                "/loadBalancers/1/properties/inboundNatRules/0/properties/frontendIPConfigurations|[]|is missing",
                "/loadBalancers/0/properties/outboundNatRules/0/properties/backendAddressPool|"
                        + "{'resourceRef': '/loadBalancers/woodgrove-nat/backendAddressPools/all'}|"
                        + "is of another load balancer",
                "/loadBalancers/0/properties/outboundNatRules/0/properties/backendAddressPool|"
                        + "{'resourceRef': '/loadBalancers/contoso-nat/backendAddressPools/x'}|does not exist",
                "/loadBalancers/0/properties/backendAddressPools/0/properties/virtualNetwork|"
                        + "{'resourceRef': '/virtualNetworks/fabrikam'}|/virtualNetworks/fabrikam: does not exist",
                // One-to-one rules.
                GATEWAY
                        + "/nat|{'oneToOneRules': [{'publicIPAddress': {'resourceRef': '/publicIPAddresses/contoso-pip'},"
                        + " 'customerAddress': '10.0.0.10'}]}|/publicIPAddresses/contoso-pip: is taken by"
                        + " loadBalancers[contoso-nat].frontendIPConfigurations[fe]",
            })
    void namesTheBrokenRule(String pointer, String value, String fault) {
        assertThat(faults(TwoTenants.with(pointer, value)))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "4095, must be 4096..16777214",
        "16777215, must be 4096..16777214",
        "6001, is taken by"
    })
    void virtualSubnetIdsAreValidAndUniqueOverAllNetworks(int id, String rule) {
        DesiredStateDocument document =
                TwoTenants.with(
                        NETWORK + "/subnets/0/properties/virtualSubnetId", String.valueOf(id));
        assertThat(faults(document))
                .anySatisfy(line ->
                        assertThat(line).contains("].virtualSubnetId: " + id + ": " + rule));
    }

    @Test
    void subnetsOfOneNetworkDoNotOverlap() {
        DesiredStateDocument document =
                TwoTenants.with(NETWORK + "/subnets/1/properties/addressPrefix", "'10.0.0.128/25'");
        assertThat(faults(document))
                .contains(
                        "virtualNetworks[contoso].subnets[data].addressPrefix: 10.0.0.128/25:"
                                + " overlaps subnets[web] 10.0.0.0/24");
    }

    @Test
    void aCustomerAddressHasOneRecord() {
        DesiredStateDocument document =
                TwoTenants.with(
                        json -> record(json, "'10.0.0.10'", "'02-00-00-00-01-11'", "'192.0.2.12'"));
        assertThat(faults(document))
                .containsExactly(
                        "virtualNetworks[contoso].lookupRecords[web2].customerAddress: 10.0.0.10: is taken by"
                                + " virtualNetworks[contoso].lookupRecords[web1]");
    }

    @Test
    void aVmInterfaceIsOnOneHost() {
        DesiredStateDocument document =
                TwoTenants.with(
                        json -> record(json, "'10.0.0.11'", "'02-00-00-00-01-10'", "'192.0.2.12'"));
        assertThat(faults(document))
                .singleElement()
                .asString()
                .contains("one interface is on one host");
        document =
                TwoTenants.with(
                        json -> record(json, "'10.0.0.11'", "'02-00-00-00-01-10'", "'192.0.2.11'"));
        assertThat(faults(document)).isEmpty();
    }

    @Test
    void noVmHasTheGatewaysAddress() {
        DesiredStateDocument document =
                TwoTenants.with(json -> {
                    record(json, "'10.254.254.2'", "'02-00-5E-00-50-02'", "'192.0.2.12'");
                    TwoTenants.set(
                            json, NETWORK + "/lookupRecords/2/properties/virtualSubnetId", "5000");
                });
        assertThat(faults(document))
                .containsExactly(
                        "virtualNetworks[contoso].lookupRecords[web2].customerAddress: 10.254.254.2: is that of"
                                + " virtualGateways[contoso-gw].gatewayAddresses[0]",
                        "virtualNetworks[contoso].lookupRecords[web2].macAddress: 02-00-5E-00-50-02: is that of"
                                + " virtualGateways[contoso-gw].gatewayAddresses[0]");
    }

    @Test
    void aNetworkHasOneVirtualGateway() {
        DesiredStateDocument document =
                TwoTenants.with(
                        "/virtualGateways/1/properties/gatewaySubnets",
                        "[{'resourceRef': '/virtualNetworks/contoso/subnets/gateway'}]");
        assertThat(faults(document))
                .contains(
                        "virtualGateways[woodgrove-gw].gatewaySubnets: network contoso has"
                                + " virtualGateways[contoso-gw] already; name all its gateway subnets in one virtual gateway");
    }

    @Test
    void inboundRulesDoNotCollide() {
        String rule =
                "{'resourceId': 'w2', 'properties': {'protocol': 'TCP', 'frontendPortRangeStart': 60000,"
                        + " 'frontendPortRangeEnd': 60500, 'backendPort': 1, 'backendAddress': '10.0.0.10',"
                        + " 'frontendIPConfigurations': [{'resourceRef':"
                        + " '/loadBalancers/woodgrove-nat/frontendIPConfigurations/fe'}]}}";
        DesiredStateDocument tcp =
                TwoTenants.with(json -> {
                    append(json, "/loadBalancers/1/properties", "inboundNatRules", rule);
                });
        assertThat(faults(tcp))
                .contains(
                        "loadBalancers[woodgrove-nat].inboundNatRules[w2].frontendPort: TCP 60000-60500: is taken by"
                                + " loadBalancers[woodgrove-nat].inboundNatRules[web] on woodgrove-pip");
        DesiredStateDocument udp =
                TwoTenants.with(json ->
                        append(
                                json,
                                "/loadBalancers/1/properties",
                                "inboundNatRules",
                                rule.replace("TCP", "UDP")));
        assertThat(faults(udp)).isEmpty();
    }

    @Test
    void equalRoutesShareTheLoadUpToALimit() {
        assertThat(faults(equalRoutes(16))).isEmpty();
        assertThat(faults(equalRoutes(17)))
                .containsExactly(
                        "virtualNetworks[contoso].customerRoutes[r16].metric: 5: is the metric of more than"
                                + " 16 routes to 172.16.0.0/12; at most 16 next hops share the load");
        DesiredStateDocument twice =
                TwoTenants.with(json -> {
                    append(
                            json,
                            NETWORK,
                            "customerRoutes",
                            route("a", "172.16.0.0/12", "10.0.0.9"));
                    append(
                            json,
                            NETWORK,
                            "customerRoutes",
                            route("b", "172.16.0.0/12", "10.0.0.9"));
                    append(
                            json,
                            NETWORK,
                            "customerRoutes",
                            route("c", "172.16.0.0/13", "10.0.0.9"));
                });
        assertThat(faults(twice))
                .containsExactly(
                        "virtualNetworks[contoso].customerRoutes[b].nextHop: 10.0.0.9: is that of"
                                + " virtualNetworks[contoso].customerRoutes[a] to the same prefix with the same"
                                + " metric; remove one of them");
    }

    private static DesiredStateDocument equalRoutes(int count) {
        return TwoTenants.with(json -> {
            for (int i = 0; i < count; i++) {
                append(
                        json,
                        NETWORK,
                        "customerRoutes",
                        route("r" + i, "172.16.0.0/12", "10.0.0." + (i + 20)));
            }
        });
    }

    private static String route(String id, String prefix, String nextHop) {
        return "{'resourceId': '%s', 'properties': {'destinationPrefix': '%s', 'nextHop': '%s', 'virtualSubnetId': 5001, 'metric': 5}}"
                .formatted(id, prefix, nextHop);
    }

    @Test
    void acceptsBothFamiliesAndAllKindsOfRecords() {
        assertThat(faults(BothFamilies.document())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Subnets of both families.
                NETWORK
                        + "/subnets/0/properties/addressPrefixes|['10.0.0.0/24', '10.0.2.0/24']|"
                        + "subnets[web].addressPrefixes: 10.0.0.0/24 and 10.0.2.0/24: must be one IPv4 prefix,"
                        + " one IPv6 prefix or one of each",
                NETWORK
                        + "/subnets/0/properties/addressPrefixes|['10.0.0.0/24', 'fd01::/64']|"
                        + "subnets[web].addressPrefixes[1]: fd01::/64: lies outside addressSpace",
                NETWORK
                        + "/subnets/2/properties/addressPrefixes|['10.254.254.0/29', 'fd00:0:0:1:8000::/65']|"
                        + "subnets[gateway].addressPrefixes[1]: fd00:0:0:1:8000::/65: overlaps subnets[web] fd00:0:0:1::/64",
                // Records.
                RECORD + "/customerAddress|'fd00:0:0:1::'|must be a host address of its subnet",
                RECORD
                        + "/customerAddress|'fd00:0:0:fe::7'|must be a host address of its subnet"
                        + " 10.0.0.0/24 and fd00:0:0:1::/64",
                RECORD
                        + "/customerAddress|'fd00:0:0:1::10'|lookupRecords[web1-6].customerAddress:"
                        + " fd00:0:0:1::10: is taken by virtualNetworks[contoso].lookupRecords[web1]",
                RECORD
                        + "/providerAddress|'ff02::1'|providerAddress: ff02::1: must be a unicast address",
                RECORD + "/providerAddress|'2001:db8:b::12'|one interface is on one host",
                // Rewritten VMs.
                REWRITTEN
                        + "/providerAddress|'192.0.2.11'|lookupRecords[rewritten].providerAddress: 192.0.2.11:"
                        + " is taken by virtualNetworks[contoso].lookupRecords[web1]; TranslationMethodNat needs",
                REWRITTEN + "/providerAddress|'192.0.2.1'|is the gateway's own provider address",
                REWRITTEN
                        + "/providerAddress|'2001:db8:b::12'|is taken by providerAddresses[host2]",
                REWRITTEN
                        + "/providerAddress|'2001:db8:b::50'|must be of the family of customerAddress 10.0.0.50",
                "/virtualNetworks/1/properties/lookupRecords/0/properties|{'customerAddress': '10.0.0.10',"
                        + "'virtualSubnetId': 6001, 'macAddress': '020000000210', 'providerAddress': '192.0.2.50',"
                        + "'rule': 'TranslationMethodNat'}|virtualNetworks[woodgrove].lookupRecords[web1].providerAddress:"
                        + " 192.0.2.50: is taken by virtualNetworks[contoso].lookupRecords[rewritten]",
                "/virtualNetworks/1/properties/lookupRecords/0/properties/providerAddress|'192.0.2.50'|"
                        + "lookupRecords[rewritten].providerAddress: 192.0.2.50: is taken by"
                        + " virtualNetworks[woodgrove].lookupRecords[web1]",
                NETWORK
                        + "/lookupRecords/3/properties/rule|'TranslationMethodNat'|lookupRecords[unknown].rule:"
                        + " TranslationMethodNat: must be TranslationMethodEncap in a record of type L2Only",
                // Announced provider addresses.
                "/providerAddresses/0/properties/address|'192.0.2.1'|providerAddresses[host1].address: 192.0.2.1:"
                        + " is the gateway's own provider address; announce the hosts' addresses only",
                "/providerAddresses/0/properties/address|'2001:db8:b::12'|providerAddresses[host2].address:"
                        + " 2001:db8:b::12: is taken by providerAddresses[host1].address",
                "/providerAddresses/0/properties/address|'224.0.0.1'|must be a unicast address",
                // Routes.
                NETWORK
                        + "/customerRoutes/1/properties/nextHop|'10.0.0.9'|customerRoutes[office10].nextHop: 10.0.0.9:"
                        + " must be of the family of destinationPrefix fd00:0:0:8000::/49",
                // Gateway addresses.
                GATEWAY
                        + "/gatewayAddresses/1/ipAddress|'fd00:0:0:1::2'|gatewayAddresses[1].ipAddress: fd00:0:0:1::2:"
                        + " must be a host address of a gateway subnet",
                GATEWAY
                        + "/gatewayAddresses/1/ipAddress|'10.254.254.3'|gatewayAddresses[1]: 10.254.254.3: is the second"
                        + " in gateway subnet gateway 10.254.254.0/29 and fd00:0:0:fe::/64; one address of each family",
                GATEWAY
                        + "/gatewayAddresses/1/macAddress|'02-00-5E-00-50-03'|gatewayAddresses[1].macAddress:"
                        + " 02-00-5E-00-50-03: is the second in gateway subnet gateway",
                // Prefix translations.
                TRANSLATION
                        + "/outsidePrefix|'2001:db8:a::/56'|prefixTranslations[0].outsidePrefix: 2001:db8:a::/56:"
                        + " must be of the length of insidePrefix fd00::/48",
                GATEWAY
                        + "/prefixTranslations|[{'insidePrefix': 'fd00:0:0:1::/65', 'outsidePrefix': '2001:db8:a::/65'}]|"
                        + "insidePrefix: fd00:0:0:1::/65: prefix length must be 1..64",
                TRANSLATION
                        + "/insidePrefix|'fd01::/48'|fd01::/48: lies outside the address space of contoso",
                TRANSLATION
                        + "/outsidePrefix|'fd00::/48'|outsidePrefix: fd00::/48: overlaps the address space of contoso",
                TRANSLATION + "/outsidePrefix|'ff02::/48'|must hold unicast addresses only",
                GATEWAY
                        + "/directRouting|{'prefixes': ['fd00:0:0:1::/64']}|prefixTranslations[0].insidePrefix: fd00::/48:"
                        + " overlaps fd00:0:0:1::/64 of virtualGateways[contoso-gw].directRouting.prefixes[0];"
                        + " a source is routed or translated",
                GATEWAY
                        + "/prefixTranslations|[{'insidePrefix': 'fd00::/48', 'outsidePrefix': '2001:db8:a::/48'},"
                        + " {'insidePrefix': 'fd00::/64', 'outsidePrefix': '2001:db8:b::/64'}]|"
                        + "prefixTranslations[1].insidePrefix: fd00::/64: overlaps fd00::/48",
                "/virtualGateways/1/properties/prefixTranslations|[{'insidePrefix': 'fd00:1::/64',"
                        + " 'outsidePrefix': '2001:db8:a:7::/64'}]|virtualGateways[woodgrove-gw].prefixTranslations[0]."
                        + "outsidePrefix: 2001:db8:a:7::/64: overlaps 2001:db8:a::/48 of"
                        + " virtualGateways[contoso-gw].prefixTranslations[0].outsidePrefix",
                "/virtualGateways/1/properties/directRouting|{'prefixes': ['2001:db8:a:7::/64']}|overlaps 2001:db8:a::/48"
                        + " of virtualGateways[contoso-gw].prefixTranslations[0].outsidePrefix",
                TRANSLATION
                        + "/outsidePrefix|'2001:db8:ff::/48'|contains 2001:db8:ff::1, the FrontEndGateway",
            })
    void namesTheBrokenRuleOfBothFamilies(String pointer, String value, String fault) {
        assertThat(faults(BothFamilies.with(pointer, value)))
                .anySatisfy(line -> assertThat(line).contains(fault));
    }

    @Test
    void recordsWithoutAddressesStandOnceAndAreFew() {
        ObjectNode json = BothFamilies.json();
        for (int i = 0; i < RecordTypeRule.MAX_L2_ONLY; i++) {
            BothFamilies.append(
                    json, NETWORK + "/lookupRecords", l2Only("m" + i, "0204000%05X".formatted(i)));
        }
        assertThat(faults(DesiredStateReader.read(json)))
                .containsExactly(
                        "virtualNetworks[contoso].lookupRecords: 1025 of type L2Only: must be at most 1024 in one"
                                + " network; write Static records for VMs whose addresses are known");
        ObjectNode twice = BothFamilies.json();
        BothFamilies.append(twice, NETWORK + "/lookupRecords", l2Only("again", "020000000130"));
        BothFamilies.append(
                twice,
                NETWORK + "/lookupRecords",
                l2Only("wild", "02005E005002")
                        .replace("L2Only", "GatewayWildcard")
                        .replace("192.0.2.11", "192.0.2.1"));
        assertThat(faults(DesiredStateReader.read(twice)))
                .containsExactly(
                        "virtualNetworks[contoso].lookupRecords[again].macAddress: 02-00-00-00-01-30: has the L2Only"
                                + " record virtualNetworks[contoso].lookupRecords[unknown]; one for each interface",
                        "virtualNetworks[contoso].lookupRecords[wild].providerAddress: 192.0.2.1: has the"
                                + " GatewayWildcard record virtualNetworks[contoso].lookupRecords[outside];"
                                + " one for each gateway in a virtual subnet");
    }

    private static String l2Only(String id, String mac) {
        return "{'resourceId': '%s', 'properties': {'type': 'L2Only', 'virtualSubnetId': 5001, 'macAddress': '%s', 'providerAddress': '192.0.2.11'}}"
                .formatted(id, mac);
    }

    @Test
    void directRoutingNeedsPermissionAndKeepsOffPublicAndHostAddresses() {
        DesiredStateDocument wide =
                TwoTenants.with(json -> {
                    TwoTenants.set(
                            json, NETWORK + "/addressSpace", "{'addressPrefixes': ['0.0.0.0/0']}");
                    TwoTenants.set(
                            json, GATEWAY + "/directRouting", "{'prefixes': ['192.0.0.0/4']}");
                });
        assertThat(faults(wide, CONNECTION + ";DirectRoutingMode=False"))
                .anyMatch(line -> line.contains("direct routing is not permitted"))
                .anyMatch(
                        line -> line.contains("overlaps 203.0.113.16-203.0.113.31 of the NatPool"))
                .anyMatch(line ->
                        line.contains("contains 203.0.113.10 of publicIPAddresses[contoso-pip]"))
                .anyMatch(line ->
                        line.contains("contains 192.0.2.1, the gateway's own provider address"))
                .anyMatch(line ->
                        line.contains("contains 198.51.100.2, an address of the host itself"))
                .anyMatch(line -> line.contains("contains 198.51.100.1, the FrontEndGateway"));
    }

    @Test
    void directRoutingKeepsOffTheNetworksOfTheHost() throws FaultsException {
        HostFacts provider =
                new HostFacts() {
                    @Override
                    public Set<IpAddress> ownAddresses() {
                        return Set.of();
                    }

                    @Override
                    public Set<IpAddress> providerAddresses() {
                        return Set.of();
                    }

                    @Override
                    public Set<IpPrefix> protectedPrefixes() {
                        return Set.of(IpPrefix.parse("10.0.0.0/16"));
                    }
                };
        DesiredStateValidator validator =
                new DesiredStateValidator(ConnectionString.parse(CONNECTION), provider);
        assertThat(validator.faults(TwoTenants.document()))
                .singleElement()
                .asString()
                .contains(
                        "directRouting.prefixes[0]: 10.0.1.0/24: overlaps 10.0.0.0/16, a network of the host");
    }

    @Test
    void furtherNetworksAreRefused() {
        assertThat(faults(TwoTenants.document(), CONNECTION + ";MaxVMNetworksSupported=1"))
                .containsExactly(
                        "virtualNetworks[woodgrove]: 2 networks: at most 1 are supported;"
                                + " MaxVMNetworksSupported of the connection string says so");
    }

    @Test
    void namesFaultsOfFormAndOfRulesAtOnceWithoutBlamingTheInnocent() {
        DesiredStateDocument document =
                TwoTenants.with(json -> {
                    TwoTenants.set(
                            json,
                            NETWORK + "/subnets/2/properties/addressPrefix",
                            "'10.254.254.0'");
                    TwoTenants.set(json, NETWORK + "/subnets/0/properties/virtualSubnetId", "5002");
                });
        assertThat(faults(document))
                .containsExactly(
                        "virtualNetworks[contoso].subnets[gateway].addressPrefix: 10.254.254.0: must be a prefix;"
                                + " an address and a length as in 10.0.0.0/24 or 2001:db8::/64",
                        "virtualNetworks[contoso].subnets[data].virtualSubnetId: 5002: is taken by"
                                + " virtualNetworks[contoso].subnets[web].virtualSubnetId;"
                                + " ids are unique over all networks",
                        "virtualNetworks[contoso].lookupRecords[data1].customerAddress: 10.0.1.20: must be a host"
                                + " address of its subnet 10.0.0.0/24");
    }

    private static void record(ObjectNode json, String ca, String mac, String pa) {
        append(
                json,
                NETWORK,
                "lookupRecords",
                "{'resourceId': 'web2', 'properties': {'customerAddress': "
                        + ca
                        + ", 'virtualSubnetId': 5001,"
                        + " 'macAddress': "
                        + mac
                        + ", 'providerAddress': "
                        + pa
                        + "}}");
    }

    private static void append(ObjectNode json, String parent, String list, String item) {
        ArrayNode items = (ArrayNode) json.at(parent + "/" + list);
        TwoTenants.set(json, parent + "/appended", item);
        items.add(((ObjectNode) json.at(parent)).remove("appended"));
    }

    private static List<String> faults(DesiredStateDocument document) {
        return faults(document, CONNECTION);
    }

    private static List<String> faults(DesiredStateDocument document, String connection) {
        try {
            return new DesiredStateValidator(ConnectionString.parse(connection), HOST)
                    .faults(document).stream().map(Fault::toString).toList();
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }
}
