package io.hnvgateway.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;

/// The two tenants, contoso with IPv6 too: all kinds of records, prefix translation, equal routes.
public final class BothFamilies {
    public static final String NETWORK = "/virtualNetworks/0/properties";
    public static final String GATEWAY = "/virtualGateways/0/properties";

    private BothFamilies() {}

    public static ObjectNode json() {
        ObjectNode json = TwoTenants.json();
        TwoTenants.set(
                json,
                NETWORK + "/addressSpace",
                "{'addressPrefixes': ['10.0.0.0/8', 'fd00::/48']}");
        TwoTenants.set(
                json,
                NETWORK + "/subnets/0/properties",
                "{'addressPrefixes': ['10.0.0.0/24', 'fd00:0:0:1::/64'], 'virtualSubnetId': 5001}");
        TwoTenants.set(
                json,
                NETWORK + "/subnets/2/properties",
                "{'addressPrefixes': ['10.254.254.0/29', 'fd00:0:0:fe::/64'], 'virtualSubnetId': 5000}");
        record(json, "web1-6", "'customerAddress': 'fd00:0:0:1::10'", "02-00-00-00-01-10");
        record(
                json,
                "unknown",
                "'customerAddress': '0.0.0.0', 'type': 'L2Only'",
                "02-00-00-00-01-30");
        record(json, "outside", "'type': 'gatewaywildcard'", "02-00-5E-00-50-02");
        record(
                json,
                "rewritten",
                "'customerAddress': '10.0.0.50', 'type': 'Dynamic', 'rule': 'translationmethodnat'",
                "02-00-00-00-01-50");
        TwoTenants.set(
                json, NETWORK + "/lookupRecords/4/properties/providerAddress", "'192.0.2.1'");
        TwoTenants.set(
                json, NETWORK + "/lookupRecords/5/properties/providerAddress", "'192.0.2.50'");
        for (int i = 10; i < 12; i++) {
            append(
                    json,
                    NETWORK + "/customerRoutes",
                    "{'resourceId': 'office%1$d', 'properties': {'destinationPrefix': 'fd00:0:0:8000::/49', 'nextHop': 'fd00:0:0:1::%1$d', 'virtualSubnetId': 5001, 'metric': 5}}"
                            .formatted(i));
        }
        TwoTenants.set(
                json,
                GATEWAY + "/gatewayAddresses",
                "[{'ipAddress': '10.254.254.2', 'macAddress': '02-00-5E-00-50-02'}, {'ipAddress': 'fd00:0:0:fe::2'}]");
        TwoTenants.set(
                json,
                GATEWAY + "/prefixTranslations",
                "[{'insidePrefix': 'fd00::/48', 'outsidePrefix': '2001:db8:a::/48'}]");
        TwoTenants.set(
                json,
                GATEWAY + "/backEnd",
                "{'learnedAddressLimit': 7, 'learnedAddressAgeingSeconds': 60,"
                        + " 'acceptRedirects': false, 'sendUnreachable': 'False'}");
        TwoTenants.set(
                json,
                "/providerAddresses",
                "[{'resourceId': 'host1', 'properties': {'address': '192.0.2.11'}},"
                        + " {'resourceId': 'host2', 'properties': {'address': '2001:DB8:b::12'}}]");
        return json;
    }

    public static DesiredStateDocument document() {
        return DesiredStateReader.read(json());
    }

    /// With one property changed; `value` is JSON.
    public static DesiredStateDocument with(String pointer, String value) {
        ObjectNode json = json();
        TwoTenants.set(json, pointer, value);
        return DesiredStateReader.read(json);
    }

    private static void record(ObjectNode json, String id, String properties, String mac) {
        append(
                json,
                NETWORK + "/lookupRecords",
                "{'resourceId': '"
                        + id
                        + "', 'properties': {"
                        + properties
                        + ", 'virtualSubnetId': 5001, 'macAddress': '"
                        + mac
                        + "', 'providerAddress': '192.0.2.11'}}");
    }

    /// Adds an item, given as JSON, to the list at a pointer.
    public static void append(ObjectNode json, String list, String item) {
        TwoTenants.set(json, "/appended", item);
        ((ArrayNode) json.at(list)).add(json.remove("appended"));
    }
}
