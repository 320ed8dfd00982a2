package io.hnvgateway.provider;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.NetworkConnection;

/// Documents with connections to other sites.
public final class Connections {
    public static final String SECRET = "open sesame, said nobody";

    /// An IPsec connection as scripts for existing controllers write it.
    public static final String IPSEC =
            """
            {'resourceId': 'office', 'properties': {
              'connectionType': 'IPSec', 'outboundKiloBitsPerSecond': '10000',
              'inboundKiloBitsPerSecond': 20000,
              'ipSecConfiguration': {
                'authenticationMethod': 'PSK', 'sharedsecret': '%s',
                'mainMode': {'diffieHellmanGroup': 'Group14', 'integrityAlgorithm': 'SHA256',
                  'encryptionAlgorithm': 'AES256', 'saLifeTimeSeconds': '1234',
                  'saLifeTimeKiloBytes': 2000},
                'quickMode': {'perfectForwardSecrecy': 'PFS2048',
                  'authenticationTransformationConstant': 'SHA256128',
                  'cipherTransformationConstant': 'AES256', 'saLifeTimeSeconds': 1233,
                  'idleDisconnectSeconds': 500, 'saLifeTimeKiloBytes': 2000},
                'localVpnTrafficSelector': [],
                'remoteVpnTrafficSelector': [{'type': 'IPv4', 'ipAddressStart': '10.1.0.0',
                  'ipAddressEnd': '10.1.255.255', 'portStart': 0, 'portEnd': 65535,
                  'protocolId': 0, 'tsPayloadId': 0}]},
              'ipAddresses': [], 'peerIPAddresses': [], 'sourceIPAddress': '203.0.113.5',
              'destinationIPAddress': '198.51.100.77',
              'greConfiguration': {}, 'l3Configuration': null,
              'connectionState': 'Connected', 'connectionUpTime': 5, 'statistics': {'x': 1},
              'routes': [{'destinationPrefix': '10.1.0.0/16', 'metric': '10', 'protocol': 'Static',
                'nextHop': '0.0.0.0'}, null]}}
            """
                    .formatted(SECRET);

    public static final String GRE =
            """
            {'resourceId': 'branch', 'properties': {
              'connectionType': 'GRE', 'greConfiguration': {'greKey': '4294967295'},
              'destinationIPAddress': '198.51.100.78', 'withdrawRoutesWhileDown': true,
              'routes': [{'destinationPrefix': '10.2.0.0/16'}]}}
            """;

    public static final String L3 =
            """
            {'resourceId': 'mpls', 'properties': {
              'connectionType': 'L3', 'l3Configuration': {'vlanSubnet': {'vlanId': 201}},
              'ipAddresses': [{'ipAddress': '172.16.0.2', 'prefixLength': 29}],
              'peerIPAddresses': ['172.16.0.1'],
              'routes': [{'destinationPrefix': '10.3.0.0/16', 'metric': 5},
                {'destinationPrefix': '10.4.0.0/16', 'nextHop': '172.16.0.1'},
                {'destinationPrefix': '10.5.0.0/16', 'protocol': 'BGP', 'nextHop': '172.16.0.9'}]}}
            """;

    private Connections() {}

    /// The two tenants, the first one with these connections.
    public static DesiredStateDocument document(String... connections) {
        return TwoTenants.with(
                "/virtualGateways/0/properties/networkConnections",
                "[" + String.join(",", connections) + "]");
    }

    /// The two tenants with a connection each.
    public static DesiredStateDocument ofBoth(String first, String second) {
        return TwoTenants.with(json -> {
            TwoTenants.set(
                    json, "/virtualGateways/0/properties/networkConnections", "[" + first + "]");
            TwoTenants.set(
                    json, "/virtualGateways/1/properties/networkConnections", "[" + second + "]");
        });
    }

    public static NetworkConnection first(DesiredStateDocument document) {
        return document.state().virtualGateways().getFirst().networkConnections().getFirst();
    }
}
