package io.hnvgateway.app.api;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A document, and for each collection and kind of child a member that can come, change and go in
/// it.
final class Samples {
    /// @param kind name of the collection by its place, as `virtualGateways.bgpRouters`
    /// @param path of a resource that is not in [#BASE]
    /// @param from a piece of the properties; empty: nothing of it can be changed
    /// @param to what the piece becomes
    record Sample(String kind, String path, String properties, String from, String to) {
        String body() {
            return "{\"properties\":" + properties.replace('\'', '"') + "}";
        }

        String changed() {
            String other = body().replace(from.replace('\'', '"'), to.replace('\'', '"'));
            if (other.equals(body())) {
                throw new AssertionError(kind + ": " + from + " is not in it");
            }
            return other;
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    private static final String BASE =
            """
            {'virtualNetworks': [{'resourceId': 'base', 'properties': {
                'addressSpace': {'addressPrefixes': ['10.0.0.0/8']},
                'subnets': [
                  {'resourceId': 'vms', 'properties': {'addressPrefix': '10.0.0.0/24', 'virtualSubnetId': 8001}},
                  {'resourceId': 'gw', 'properties': {'addressPrefix': '10.254.254.0/29', 'virtualSubnetId': 8000}}]}},
              {'resourceId': 'second', 'properties': {'addressSpace': {'addressPrefixes': ['10.0.0.0/8']},
                'subnets': [{'resourceId': 'gw', 'properties': {'addressPrefix': '10.254.254.0/29', 'virtualSubnetId': 8200}}]}},
              {'resourceId': 'third', 'properties': {'addressSpace': {'addressPrefixes': ['10.0.0.0/8']},
                'subnets': [{'resourceId': 'gw', 'properties': {'addressPrefix': '10.254.254.0/29', 'virtualSubnetId': 8300}}]}}],
             'virtualGateways': [{'resourceId': 'base-gw', 'properties': {
                'gatewaySubnets': [{'resourceRef': '/virtualNetworks/base/subnets/gw'}],
                'gatewayAddresses': [{'ipAddress': '10.254.254.2'}],
                'bgpRouters': [{'resourceId': 'router', 'properties': {'extAsNumber': '0.64512'}}]}},
              {'resourceId': 'second-gw', 'properties': {
                'gatewaySubnets': [{'resourceRef': '/virtualNetworks/second/subnets/gw'}],
                'gatewayAddresses': [{'ipAddress': '10.254.254.2'}]}}],
             'publicIPAddresses': [{'resourceId': 'pip', 'properties': {
                'publicIPAllocationMethod': 'Static', 'ipAddress': '203.0.113.9'}},
                {'resourceId': 'pip2', 'properties': {
                'publicIPAllocationMethod': 'Static', 'ipAddress': '203.0.113.8'}},
                {'resourceId': 'pip3', 'properties': {'publicIPAllocationMethod': 'Dynamic'}}],
             'loadBalancers': [{'resourceId': 'nat', 'properties': {
                'frontendIPConfigurations': [{'resourceId': 'fe', 'properties': {
                  'publicIPAddress': {'resourceRef': '/publicIPAddresses/pip'}}}],
                'backendAddressPools': [{'resourceId': 'all', 'properties': {
                  'virtualNetwork': {'resourceRef': '/virtualNetworks/base'}}}]}}],
             'logicalNetworks': [{'resourceId': 'base', 'properties': {'subnets': [
               {'resourceId': 'pa', 'properties': {'addressPrefix': '198.51.100.0/24'}}]}}],
             'routeTables': [{'resourceId': 'base', 'properties': {}}],
             'networkInterfaces': [{'resourceId': 'base', 'properties': {
               'privateMacAddress': '02-00-00-00-00-78'}}]}
            """;

    static final List<Sample> ALL =
            List.of(
                    new Sample(
                            "virtualNetworks",
                            "/virtualNetworks/other",
                            "{'addressSpace':{'addressPrefixes':['10.0.0.0/8']},'subnets':[{'resourceId':'s',"
                                    + "'properties':{'addressPrefix':'10.7.0.0/24','virtualSubnetId':8100}}]}",
                            "8100",
                            "8101"),
                    new Sample(
                            "virtualNetworks.subnets",
                            "/virtualNetworks/base/subnets/more",
                            "{'addressPrefix':'10.3.0.0/24','virtualSubnetId':8003}",
                            "8003",
                            "8004"),
                    new Sample(
                            "virtualNetworks.lookupRecords",
                            "/virtualNetworks/base/lookupRecords/vm",
                            "{'customerAddress':'10.0.0.10','virtualSubnetId':8001,"
                                    + "'macAddress':'02-00-00-00-00-01','providerAddress':'192.0.2.11'}",
                            "192.0.2.11",
                            "192.0.2.12"),
                    new Sample(
                            "virtualNetworks.customerRoutes",
                            "/virtualNetworks/base/customerRoutes/route",
                            "{'destinationPrefix':'0.0.0.0/0','nextHop':'10.254.254.2',"
                                    + "'virtualSubnetId':8000,'metric':1}",
                            "'metric':1",
                            "'metric':2"),
                    new Sample(
                            "virtualGateways",
                            "/virtualGateways/other",
                            "{'gatewaySubnets':[{'resourceRef':'/virtualNetworks/third/subnets/gw'}],"
                                    + "'gatewayAddresses':[{'ipAddress':'10.254.254.2'}],'nat':{'udpIdleSeconds':300}}",
                            "300",
                            "301"),
                    new Sample(
                            "virtualGateways.networkConnections",
                            "/virtualGateways/base-gw/networkConnections/office",
                            "{'connectionType':'GRE','destinationIPAddress':'198.51.100.9',"
                                    + "'greConfiguration':{'greKey':7},'withdrawRoutesWhileDown':true,"
                                    + "'routes':[{'destinationPrefix':'172.20.0.0/16','metric':1}]}",
                            "'greKey':7",
                            "'greKey':8"),
                    new Sample(
                            "virtualGateways.bgpRouters",
                            "/virtualGateways/second-gw/bgpRouters/r",
                            "{'extAsNumber':'0.64513','isEnabled':true}",
                            "0.64513",
                            "1.1"),
                    new Sample(
                            "virtualGateways.bgpRouters.bgpPeers",
                            "/virtualGateways/base-gw/bgpRouters/router/bgpPeers/peer",
                            "{'peerIpAddress':'10.0.0.77','extAsNumber':'0.65001'}",
                            "0.65001",
                            "0.65002"),
                    new Sample(
                            "virtualGateways.policyMaps",
                            "/virtualGateways/base-gw/policyMaps/in",
                            "{'policyList':[{'policyType':'Deny','matchPrefix':['10.8.0.0/16']}]}",
                            "10.8",
                            "10.9"),
                    new Sample(
                            "publicIPAddresses",
                            "/publicIPAddresses/other",
                            "{'publicIPAllocationMethod':'Static','ipAddress':'203.0.113.10'}",
                            "113.10",
                            "113.11"),
                    new Sample(
                            "loadBalancers",
                            "/loadBalancers/other",
                            "{'frontendIPConfigurations':[{'resourceId':'f','properties':"
                                    + "{'publicIPAddress':{'resourceRef':'/publicIPAddresses/pip2'}}}],"
                                    + "'backendAddressPools':[{'resourceId':'p','properties':"
                                    + "{'virtualNetwork':{'resourceRef':'/virtualNetworks/second'}}}]}",
                            "'resourceId':'f'",
                            "'resourceId':'g'"),
                    new Sample(
                            "loadBalancers.frontendIPConfigurations",
                            "/loadBalancers/nat/frontendIPConfigurations/second",
                            "{'publicIPAddress':{'resourceRef':'/publicIPAddresses/pip2'}}",
                            "pip2",
                            "pip3"),
                    new Sample(
                            "loadBalancers.backendAddressPools",
                            "/loadBalancers/nat/backendAddressPools/second",
                            "{'virtualNetwork':{'resourceRef':'/virtualNetworks/base'}}",
                            "",
                            ""),
                    new Sample(
                            "loadBalancers.inboundNatRules",
                            "/loadBalancers/nat/inboundNatRules/web",
                            "{'protocol':'TCP','frontendPort':443,'backendPort':8443,"
                                    + "'backendAddress':'10.0.0.10','frontendIPConfigurations':"
                                    + "[{'resourceRef':'/loadBalancers/nat/frontendIPConfigurations/fe'}]}",
                            "8443",
                            "8444"),
                    new Sample(
                            "loadBalancers.outboundNatRules",
                            "/loadBalancers/nat/outboundNatRules/out",
                            "{'protocol':'ALL','frontendIPConfigurations':"
                                    + "[{'resourceRef':'/loadBalancers/nat/frontendIPConfigurations/fe'}],"
                                    + "'backendAddressPool':{'resourceRef':'/loadBalancers/nat/backendAddressPools/all'}}",
                            "",
                            ""),
                    new Sample(
                            "providerAddresses",
                            "/providerAddresses/host",
                            "{'address':'192.0.2.11'}",
                            "2.11",
                            "2.12"),
                    new Sample(
                            "gateways",
                            "/gateways/self",
                            "{'policyMaps':[{'resourceId':'m','properties':{'policyList':"
                                    + "[{'policyType':'Deny','matchPrefix':['10.8.0.0/16']}]}}]}",
                            "10.8",
                            "10.9"),
                    new Sample(
                            "gateways.policyMaps",
                            "/gateways/self/policyMaps/out",
                            "{'policyList':[{'policyType':'Deny','matchPrefix':['10.8.0.0/16']}]}",
                            "10.8",
                            "10.9"),
                    new Sample(
                            "gatewayPools",
                            "/gatewayPools/pool",
                            "{'type':'All','redundantGatewayCount':1}",
                            "'redundantGatewayCount':1",
                            "'redundantGatewayCount':2"),
                    new Sample(
                            "logicalNetworks",
                            "/logicalNetworks/transit",
                            "{'networkVirtualizationEnabled':false,'subnets':[{'resourceId':'s',"
                                    + "'properties':{'addressPrefix':'192.0.2.0/24','vlanID':7}}]}",
                            "'vlanID':7",
                            "'vlanID':8"),
                    new Sample(
                            "logicalNetworks.subnets",
                            "/logicalNetworks/base/subnets/s",
                            "{'addressPrefix':'192.0.2.0/24','vlanID':7}",
                            "'vlanID':7",
                            "'vlanID':8"),
                    new Sample(
                            "logicalNetworks.subnets.ipPools",
                            "/logicalNetworks/base/subnets/pa/ipPools/first",
                            "{'startIpAddress':'198.51.100.10','endIpAddress':'198.51.100.20'}",
                            "100.20",
                            "100.30"),
                    new Sample(
                            "routeTables",
                            "/routeTables/other",
                            "{'routes':[{'resourceId':'r','properties':{'addressPrefix':'10.9.0.0/16',"
                                    + "'nextHopType':'VirtualAppliance','nextHopIpAddress':'10.0.0.9'}}]}",
                            "10.0.0.9",
                            "10.0.0.8"),
                    new Sample(
                            "routeTables.routes",
                            "/routeTables/base/routes/r",
                            "{'addressPrefix':'10.9.0.0/16','nextHopType':'VirtualAppliance',"
                                    + "'nextHopIpAddress':'10.0.0.9'}",
                            "10.0.0.9",
                            "10.0.0.8"),
                    new Sample(
                            "credentials",
                            "/credentials/user",
                            "{'type':'UsernamePassword','userName':'admin','value':'hidden-1'}",
                            "hidden-1",
                            "hidden-2"),
                    new Sample(
                            "networkInterfaces",
                            "/networkInterfaces/card",
                            "{'privateMacAddress':'02-00-00-00-00-77','privateMacAllocationMethod':'Static',"
                                    + "'ipConfigurations':[{'resourceId':'ip','properties':"
                                    + "{'privateIPAddress':'10.0.0.77','privateIPAllocationMethod':'Static',"
                                    + "'subnet':{'resourceRef':'/virtualNetworks/base/subnets/vms'},"
                                    + "'providerAddress':'192.0.2.11'}}]}",
                            "192.0.2.11",
                            "192.0.2.12"),
                    new Sample(
                            "networkInterfaces.ipConfigurations",
                            "/networkInterfaces/base/ipConfigurations/ip",
                            "{'privateIPAddress':'10.0.0.78','privateIPAllocationMethod':'Static',"
                                    + "'subnet':{'resourceRef':'/virtualNetworks/base/subnets/vms'},"
                                    + "'providerAddress':'192.0.2.11'}",
                            "192.0.2.11",
                            "192.0.2.12"));

    private Samples() {}

    /// What must be there before the sample.
    static void prepare(ApiScene scene, Sample sample) {
        if (sample.kind().startsWith("gateways.")) {
            scene.put("/gateways/self", "{\"properties\":{}}");
        }
    }

    static ApiScene scene() {
        ApiScene scene = new ApiScene();
        try {
            var outcome =
                    scene.applier.apply(
                            JsonText.parse(
                                    BASE.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                            false);
            if (outcome.isRefused()) {
                throw new AssertionError(outcome.faults());
            }
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
        return scene;
    }
}
