package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.TenantNat.InboundRule;
import io.hnvgateway.app.desired.TenantNat.PublicPorts;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TenantResolverTest {

    @Test
    void resolvesTheTwoTenants() {
        TenantNetwork contoso = resolve(json -> {}).getFirst();
        assertThat(contoso.name()).isEqualTo("contoso");
        assertThat(contoso.rdid()).hasToString("{c0c0c0c0-0000-4000-8000-000000000001}");
        assertThat(contoso.subnets())
                .extracting(subnet -> subnet.vsid().value())
                .containsExactly(5001, 5002, 5000);
        assertThat(contoso.gatewayInterfaces())
                .containsExactly(
                        new GatewayInterface(
                                new VirtualSubnetId(5000),
                                IpAddress.parse("10.254.254.2"),
                                MacAddress.parse("02-00-5E-00-50-02")));
        assertThat(contoso.lookupRecords())
                .extracting(record -> record.name())
                .containsExactly("web1", "data1");
        assertThat(contoso.directPrefixes()).containsExactly(IpPrefix.parse("10.0.1.0/24"));
        assertThat(contoso.nat().outboundAddresses())
                .containsExactly(Ipv4Address.parse("203.0.113.10"));
        assertThat(contoso.backEnd()).isEqualTo(new TenantBackEnd(SourceCheck.STRICT, null, true));
    }

    @Test
    void resolvesInboundRulesToThePublicAddress() {
        TenantNetwork woodgrove = resolve(json -> {}).get(1);
        Ipv4Address assigned = woodgrove.nat().outboundAddresses().getFirst();
        assertThat(woodgrove.nat().inboundRules())
                .containsExactly(
                        new InboundRule(
                                6,
                                assigned,
                                new PublicPorts(60443, 60443),
                                Ipv4Address.parse("10.0.0.10"),
                                443));
        assertThat(woodgrove.nat().publicAddresses()).containsExactly(assigned);
    }

    @Test
    void installsNoRouteToTheGatewayItself() {
        List<TenantNetwork> networks =
                resolve(json ->
                        ((ArrayNode) json.at("/virtualNetworks/0/properties/customerRoutes"))
                                .addObject()
                                .put("resourceId", "lab")
                                .putObject("properties")
                                .put("destinationPrefix", "172.16.0.0/12")
                                .put("nextHop", "10.0.0.10")
                                .put("virtualSubnetId", 5001)
                                .put("metric", 7));
        assertThat(networks.getFirst().routes())
                .containsExactly(
                        new Route(
                                IpPrefix.parse("172.16.0.0/12"),
                                new NextHop.Via(IpAddress.parse("10.0.0.10")),
                                7));
    }

    @Test
    void derivesTheMacOfAGatewayAddressFromItsVirtualSubnet() {
        List<TenantNetwork> networks =
                resolve(json ->
                        ((ObjectNode) json.at("/virtualGateways/0/properties/gatewayAddresses/0"))
                                .remove("macAddress"));
        assertThat(networks.getFirst().gatewayInterfaces().getFirst().mac())
                .hasToString("02-00-5E-00-13-88");
    }

    @Test
    void carriesBothFamiliesKindsOfRecordsAndSettings() {
        TenantNetwork contoso = resolve(TenantResolverTest::addIpv6).getFirst();
        assertThat(contoso.subnets().get(2).prefixes())
                .containsExactly(
                        IpPrefix.parse("10.254.254.0/29"), IpPrefix.parse("fd00:0:0:fe::/64"));
        MacAddress mac = MacAddress.parse("02-00-5E-00-50-02");
        assertThat(contoso.gatewayInterfaces())
                .containsExactly(
                        new GatewayInterface(
                                new VirtualSubnetId(5000), IpAddress.parse("10.254.254.2"), mac),
                        new GatewayInterface(
                                new VirtualSubnetId(5000), IpAddress.parse("fd00:0:0:fe::2"), mac));
        assertThat(contoso.lookupRecords())
                .extracting(r -> r.name(), r -> r.kind(), r -> r.rule(), r -> r.customerAddress())
                .contains(
                        tuple(
                                "l2",
                                LookupRecord.Kind.L2_ONLY,
                                LookupRecord.Rule.ENCAPSULATION,
                                null),
                        tuple(
                                "dynamic",
                                LookupRecord.Kind.DYNAMIC,
                                LookupRecord.Rule.NAT,
                                IpAddress.parse("fd00:0:0:fe::7")),
                        tuple(
                                "wild",
                                LookupRecord.Kind.GATEWAY_WILDCARD,
                                LookupRecord.Rule.ENCAPSULATION,
                                null));
        assertThat(contoso.translatedPrefixes())
                .containsExactly(
                        new TenantNetwork.TranslatedPrefix(
                                IpPrefix.parse("fd00::/48"), IpPrefix.parse("2001:db8:a::/48")));
        assertThat(contoso.backEnd().learning()).isEqualTo(new TenantBackEnd.Learning(3, 30));
        assertThat(contoso.backEnd().control()).isEqualTo(new TenantBackEnd.Control(false, true));
    }

    @Test
    void namesTheAnnouncedProviderAddresses() {
        ObjectNode json = Examples.twoTenants();
        addIpv6(json);
        assertThat(TenantResolver.announcedProviderAddresses(DesiredStateReader.read(json).state()))
                .containsExactly(IpAddress.parse("2001:db8:b::1"));
    }

    private static void addIpv6(ObjectNode json) {
        ObjectNode network = (ObjectNode) json.at("/virtualNetworks/0/properties");
        ObjectNode subnet = (ObjectNode) network.at("/subnets/2/properties");
        subnet.putArray("addressPrefixes").add("10.254.254.0/29").add("fd00:0:0:fe::/64");
        record(network, "l2", "L2Only");
        record(network, "wild", "GatewayWildcard");
        record(network, "dynamic", "Dynamic")
                .put("rule", "TranslationMethodNat")
                .put("customerAddress", "fd00:0:0:fe::7");
        ObjectNode gateway = (ObjectNode) json.at("/virtualGateways/0/properties");
        ((ArrayNode) gateway.get("gatewayAddresses"))
                .addObject()
                .put("ipAddress", "fd00:0:0:fe::2");
        gateway.putArray("prefixTranslations")
                .addObject()
                .put("insidePrefix", "fd00::/48")
                .put("outsidePrefix", "2001:db8:a::/48");
        gateway.putObject("backEnd")
                .put("learnedAddressLimit", 3)
                .put("learnedAddressAgeingSeconds", 30)
                .put("acceptRedirects", false);
        json.putArray("providerAddresses")
                .addObject()
                .put("resourceId", "host1")
                .putObject("properties")
                .put("address", "2001:db8:b::1");
    }

    private static ObjectNode record(ObjectNode network, String id, String type) {
        return ((ArrayNode) network.get("lookupRecords"))
                .addObject()
                .put("resourceId", id)
                .putObject("properties")
                .put("type", type)
                .put("virtualSubnetId", 5000)
                .put("macAddress", "02-00-00-00-03-01")
                .put("providerAddress", "2001:db8:b::9");
    }

    @Test
    void anUnchangedNetworkIsEqual() {
        List<TenantNetwork> before = resolve(json -> {});
        List<TenantNetwork> after =
                resolve(json ->
                        ((ObjectNode)
                                        json.at(
                                                "/virtualNetworks/1/properties/lookupRecords/0/properties"))
                                .put("providerAddress", "192.0.2.12"));
        assertThat(after.getFirst()).isEqualTo(before.getFirst());
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
    }

    @Test
    void aNetworkWithoutGatewayHasNeitherInterfacesNorNat() {
        TenantNetwork contoso =
                resolve(
                                json -> {
                                    ((ArrayNode) json.at("/virtualGateways")).removeAll();
                                    ((ArrayNode) json.at("/loadBalancers")).removeAll();
                                })
                        .getFirst();
        assertThat(contoso.gatewayInterfaces()).isEmpty();
        assertThat(contoso.nat().publicAddresses()).isEmpty();
    }

    static List<TenantNetwork> resolve(Consumer<ObjectNode> change) {
        ObjectNode json = Examples.twoTenants();
        change.accept(json);
        PublicAddressPool pool =
                new PublicAddressPool(Examples.connection(Examples.CONNECTION).natPool(), Set.of());
        DesiredState state = DesiredStateReader.read(json).state();
        return TenantResolver.resolve(Assignment.assign(state, DesiredState.EMPTY, pool).state());
    }
}
