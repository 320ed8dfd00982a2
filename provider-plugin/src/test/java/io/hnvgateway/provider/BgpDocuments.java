package io.hnvgateway.provider;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.VirtualGateway;

/// Documents with BGP routers and policy maps.
public final class BgpDocuments {
    /// As scripts for existing controllers write it.
    public static final String ROUTER =
            """
            {'resourceId': 'router', 'properties': {
              'isEnabled': 'true', 'requireIGPSync': true, 'extAsNumber': '0.64512',
              'routerId': '10.254.254.2', 'routerIP': ['10.254.254.2'],
              'bgpNetworks': ['10.9.0.0/16'],
              'bgpPeers': [
                {'resourceId': 'office', 'properties': {
                  'peerIpAddress': '10.1.255.1', 'asNumber': 0, 'extAsNumber': '1.10',
                  'policyMapIn': {'resourceRef': '/virtualGateways/contoso-gw/policyMaps/in'},
                  'policyMapOut': null, 'connectionState': 'Connected'}},
                {'resourceId': 'branch', 'properties': {
                  'peerIpAddress': '10.2.255.1', 'asNumber': '64512',
                  'localIPAddress': '10.254.254.2', 'holdTimeSeconds': 9, 'multihop': 3,
                  'families': ['ipv4'], 'gracefulRestartSeconds': 60, 'passive': true,
                  'bfd': {'intervalMilliseconds': 50, 'multiplier': 4},
                  'maximumPrefixes': 100, 'prefixWarningPercent': 50, 'prefixRestartSeconds': 0,
                  'enforceFirstAs': false, 'allowOwnAs': 2, 'originateDefault': true}}, null]}}
            """;

    /// As other clients do: entries in groups, by another name.
    public static final String IN =
            """
            {'resourceId': 'in', 'properties': {'policyMapEntryList': [
              {'policyList': [
                {'policyType': 'Deny', 'matchPrefix': ['10.8.0.0/16', '10.7.0.0/16 le 24']},
                {'policyType': 'ModifyAttribute', 'matchCommunity': ['65001:100', '1:2:3'],
                 'matchASNRange': ['64512-64520', '1.10'], 'matchNextHop': ['10.1.255.1'],
                 'newLocalPref': '200', 'newMED': 4294967295, 'newNextHop': '10.1.255.9',
                 'removeAllCommunities': 'True', 'addCommunity': ['No-Export'],
                 'removeCommunity': []}]},
              {'policyType': 'Continue', 'newMED': 5}], 'defaultAction': 'deny'}}
            """;

    private BgpDocuments() {}

    /// The two tenants, the first one with a router and policy maps.
    public static DesiredStateDocument document(String routers, String maps) {
        return TwoTenants.with(json -> {
            TwoTenants.set(json, "/virtualGateways/0/properties/bgpRouters", "[" + routers + "]");
            TwoTenants.set(json, "/virtualGateways/0/properties/policyMaps", "[null," + maps + "]");
        });
    }

    public static DesiredStateDocument document() {
        return document(ROUTER, IN);
    }

    public static VirtualGateway gateway(DesiredStateDocument document) {
        return document.state().virtualGateways().getFirst();
    }

    public static BgpRouter router(DesiredStateDocument document) {
        return gateway(document).bgpRouters().getFirst();
    }
}
