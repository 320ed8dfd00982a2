package io.hnvgateway.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.provider.ControllerDocument;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of what a controller writes beside the tenants.
class ControllerRulesTest {
    private static final String CONNECTION =
            "FrontEndInterface=a;BackendInterface=b;ProviderAddress=192.0.2.1";

    private record Host(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses)
            implements HostFacts {}

    private static List<Fault> faults(DesiredStateDocument document) throws Exception {
        return new DesiredStateValidator(
                        ConnectionString.parse(CONNECTION), new Host(Set.of(), Set.of()))
                .faults(document);
    }

    @Test
    void theExampleIsValid() throws Exception {
        assertThat(faults(ControllerDocument.document())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"pool\": { \"resourceRef\": \"/gatewayPools/default\"|\"pool\": { \"resourceRef\": \"/gatewayPools/none\"|gateways[gw1].pool",
                "\"gatewayPools\": [ { \"resourceRef\": \"/gatewayPools/default\"|\"gatewayPools\": [ { \"resourceRef\": \"/routeTables/by-firewall\"|virtualGateways[contoso-gw].gatewayPools[0]",
                "\"logicalNetwork\": { \"resourceRef\": \"/logicalNetworks/gre-vip\"|\"logicalNetwork\": { \"resourceRef\": \"/logicalNetworks/x\"|virtualNetworks[contoso].logicalNetwork",
                "\"/networkInterfaces/gw1-front\"|\"/networkInterfaces/x\"|gateways[gw1].networkInterfaces.externalNetworkInterface",
                "{ \"resourceRef\": \"/publicIPAddresses/vip\"|{ \"resourceRef\": \"/publicIPAddresses/x\"|gatewayPools[default].ipConfiguration.publicIPAddresses[0]",
                "\"greVipSubnets\": [ { \"resourceRef\": \"/logicalNetworks/gre-vip/subnets/v4\"|\"greVipSubnets\": [ { \"resourceRef\": \"/logicalNetworks/gre-vip/subnets/v6\"|gatewayPools[default].ipConfiguration.greVipSubnets[0]",
                "\"/routeTables/by-firewall\"|\"/routeTables/x\"|virtualNetworks[contoso].subnets[Web].routeTable",
                "\"subnet\": { \"resourceRef\": \"/logicalNetworks/gre-vip/subnets/v4\"|\"subnet\": { \"resourceRef\": \"/logicalNetworks/x/subnets/v4\"|networkInterfaces[gw1-front].ipConfigurations[a].subnet",
                "{ \"resourceRef\": \"/publicIPAddresses/web1\"|{ \"resourceRef\": \"/publicIPAddresses/x\"|networkInterfaces[web1].ipConfigurations[v4].publicIPAddress",
            })
    void aReferenceToNothingIsNamed(String before, String after, String path) throws Exception {
        assertThat(faults(ControllerDocument.with(before, after)))
                .anySatisfy(fault -> {
                    assertThat(fault.path()).isEqualTo(path);
                    assertThat(fault.code()).isEqualTo(FaultCode.REFERENCE_NOT_FOUND);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"defaultGateways\": [\"198.51.100.1\"]|\"defaultGateways\": [\"198.51.101.1\"]|logicalNetworks[gre-vip].subnets[v4].defaultGateways[0]: 198.51.101.1: must be an address of 198.51.100.0/24",
                "\"198.51.100.10\"|\"198.51.100.100\"|ipPools[all].endIpAddress: 198.51.100.99: must not be below startIpAddress 198.51.100.100",
                "\"198.51.100.99\"|\"198.51.1.99\"|ipPools[all].endIpAddress: 198.51.1.99: must be an address of 198.51.100.0/24",
                "\"nextHopIpAddress\": \"10.0.0.9\"|\"nextHopIpAddress\": \"fd00::9\"|routeTables[by-firewall].routes[all].nextHopIpAddress: fd00::9: must be of the family of addressPrefix 0.0.0.0/0",
                "\"addressPrefix\": \"10.0.0.0/24\", \"nextHopType\"|\"addressPrefix\": \"0.0.0.0/0\", \"nextHopType\"|routes[own].addressPrefix: 0.0.0.0/0: is that of routeTables[by-firewall].routes[all]",
                "\"privateMacAddress\": \"02-00-00-00-01-10\", | |networkInterfaces[web1].privateMacAddress: is missing; providerAddress makes a lookup record of it",
                "\"privateIPAddress\": \"10.0.0.10\", | |networkInterfaces[web1].ipConfigurations[v4].privateIPAddress: is missing; the gateway assigns none",
                "\"subnet\": { \"resourceRef\": \"/virtualNetworks/contoso/subnets/web\" },| |networkInterfaces[web1].ipConfigurations[v4].providerAddress: is only for addresses of a virtual network",
            })
    void aFaultNamesItsRule(String before, String after, String fault) throws Exception {
        assertThat(faults(ControllerDocument.with(before, after == null ? "" : after)))
                .extracting(Fault::toString)
                .singleElement()
                .asString()
                .contains(fault);
    }

    /// What an interface comes to is judged as a written record or rule would be, and named by what
    /// the operator wrote.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"privateIPAddress\": \"10.0.0.10\"|\"privateIPAddress\": \"10.9.0.10\"|networkInterfaces[web1].ipConfigurations[v4].privateIPAddress: 10.9.0.10: must be a host address of its subnet",
                "\"providerAddress\": \"192.0.2.11\"|\"providerAddress\": \"192.0.2.1\"|networkInterfaces[web1].ipConfigurations[v4].providerAddress: 192.0.2.1: is the gateway's own provider address",
                "02-00-00-00-01-10|01-00-00-00-01-10|networkInterfaces[web1].privateMacAddress: 01-00-00-00-01-10: must be a unicast MAC address",
                "\"gatewayAddresses\": [ { \"ipAddress\": \"10.254.254.2\" } ]|\"gatewayAddresses\": [ { \"ipAddress\": \"10.254.254.2\" } ], \"nat\": { \"oneToOneRules\": [ { \"publicIPAddress\": { \"resourceRef\": \"/publicIPAddresses/web1\" }, \"customerAddress\": \"10.0.0.77\" } ] }|networkInterfaces[web1].ipConfigurations[v4].publicIPAddress: /publicIPAddresses/web1: is taken by virtualGateways[contoso-gw].nat.oneToOneRules[0]",
                "\"203.0.113.10\"|\"192.0.2.11\"|publicIPAddresses[web1].ipAddress: 192.0.2.11: is the provider address of a lookup record",
            })
    void whatAnInterfaceComesToIsJudged(String before, String after, String fault)
            throws Exception {
        assertThat(faults(ControllerDocument.with(before, after)))
                .extracting(Fault::toString)
                .anySatisfy(text -> assertThat(text).contains(fault))
                .noneSatisfy(text -> assertThat(text).contains("web1/v4"));
    }

    @Test
    void twoInterfacesWithOneAddressNameEachOther() throws Exception {
        assertThat(
                        faults(
                                ControllerDocument.with(
                                        "{ \"resourceId\": \"gw1-front\"",
                                        "{ \"resourceId\": \"other\", \"properties\": { \"privateMacAddress\": \"02-00-00-00-01-11\", \"ipConfigurations\": ["
                                                + "{ \"resourceId\": \"a\", \"properties\": { \"privateIPAddress\": \"10.0.0.10\","
                                                + " \"subnet\": { \"resourceRef\": \"/virtualNetworks/contoso/subnets/web\" }, \"providerAddress\": \"192.0.2.12\" } } ] } },"
                                                + "{ \"resourceId\": \"gw1-front\"")))
                .extracting(Fault::toString)
                .containsExactly(
                        "networkInterfaces[web1].ipConfigurations[v4].privateIPAddress: 10.0.0.10:"
                                + " is taken by networkInterfaces[other].ipConfigurations[a]");
    }
}
