package io.hnvgateway.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.provider.connection.ConnectionKey;
import io.hnvgateway.provider.connection.ConnectionKeys;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` names every key and every property.
class ConfigurationPageTest {
    private final String page = page();

    @Test
    void namesEveryKeyOfTheConnectionString() {
        assertThat(ConnectionKeys.all().stream().map(ConnectionKey::label))
                .allSatisfy(label -> assertThat(page).contains("| `" + label + "` |"));
    }

    @Test
    void namesEveryTopic() {
        assertThat(Topic.values())
                .allSatisfy(topic -> assertThat(page).contains("`" + topic.label() + "`"));
    }

    @Test
    void namesEveryPropertyOfTheDesiredState() {
        ObjectNode json = Examples.twoTenants();
        ObjectNode gateway = (ObjectNode) json.at("/virtualGateways/0/properties");
        ObjectNode nat = gateway.putObject("nat").put("maxPorts", 1).put("maxSessions", 1);
        nat.putArray("oneToOneRules")
                .addObject()
                .put("customerAddress", "10.0.0.10")
                .putObject("publicIPAddress")
                .put("resourceRef", "/publicIPAddresses/x");
        gateway.putObject("backEnd").put("mtu", 1400);
        gateway.set("networkConnections", connections());
        bgp(gateway);
        ArrayNode rules = (ArrayNode) json.at("/loadBalancers/1/properties/inboundNatRules");
        ObjectNode range = rules.get(0).deepCopy();
        range.put("resourceId", "range");
        ObjectNode properties = (ObjectNode) range.get("properties");
        properties.remove("frontendPort");
        properties.put("frontendPortRangeStart", 1).put("frontendPortRangeEnd", 2);
        rules.add(range);
        Set<String> names = new TreeSet<>();
        collect(DesiredStateWriter.write(DesiredStateReader.read(json).state()), names);
        assertThat(names).contains("vlanId", "greKey", "certificateChain");
        assertThat(names)
                .contains(
                        "multihop", "multiplier", "policyMapOut", "removeCommunity", "newNextHop");
        assertThat(names).contains("oneToOneRules", "frontendPortRangeStart", "mtu", "maxPorts");
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(page)
                                .containsPattern("`([a-zA-Z.]+\\.)?" + name + "[.`]|\"" + name));
    }

    /// One of each type, with everything that may be left out.
    private static ArrayNode connections() {
        ArrayNode connections = JsonNodeFactory.instance.arrayNode();
        ObjectNode office = connection(connections, "office", "IPSec");
        office.put("sourceIPAddress", "203.0.113.5").put("destinationIPAddress", "198.51.100.7");
        office.putArray("peerIPAddresses").add("198.51.100.8");
        ObjectNode ipSec = office.putObject("ipSecConfiguration");
        ipSec.put("localIdentity", "a").put("peerIdentity", "b");
        ipSec.putObject("mainMode")
                .put("diffieHellmanGroup", "ECP256")
                .put("integrityAlgorithm", "SHA256")
                .put("encryptionAlgorithm", "AES256");
        ipSec.putObject("quickMode")
                .put("perfectForwardSecrecy", "ECP256")
                .put("cipherTransformationConstant", "AES256")
                .put("authenticationTransformationConstant", "SHA256");
        ipSec.putArray("localVpnTrafficSelector")
                .addObject()
                .put("ipAddressStart", "10.0.0.0")
                .put("ipAddressEnd", "10.0.0.9");
        ObjectNode certified = connection(connections, "certified", "IPSec");
        certified.putObject("ipSecConfiguration").put("authenticationMethod", "Certificate");
        connection(connections, "gre", "GRE").putObject("greConfiguration").put("greKey", 1);
        ObjectNode mpls = connection(connections, "mpls", "L3");
        mpls.putObject("l3Configuration").putObject("vlanSubnet").put("vlanId", 2);
        mpls.putArray("ipAddresses")
                .addObject()
                .put("ipAddress", "172.16.0.2")
                .put("prefixLength", 30);
        mpls.putArray("routes")
                .addObject()
                .put("destinationPrefix", "10.3.0.0/16")
                .put("nextHop", "172.16.0.1");
        return connections;
    }

    private static void bgp(ObjectNode gateway) {
        ObjectNode router =
                gateway.putArray("bgpRouters")
                        .addObject()
                        .put("resourceId", "router")
                        .putObject("properties")
                        .put("asNumber", 64512)
                        .put("routerId", "10.254.254.2");
        ObjectNode peer =
                router.putArray("bgpPeers")
                        .addObject()
                        .put("resourceId", "office")
                        .putObject("properties")
                        .put("peerIpAddress", "10.1.255.1")
                        .put("asNumber", 65001)
                        .put("localIPAddress", "10.254.254.2")
                        .put("multihop", 2);
        peer.putObject("bfd").put("multiplier", 3);
        for (String direction : new String[] {"policyMapIn", "policyMapOut"}) {
            peer.putObject(direction).put("resourceRef", "/virtualGateways/g/policyMaps/m");
        }
        ObjectNode policy =
                gateway.putArray("policyMaps")
                        .addObject()
                        .put("resourceId", "m")
                        .putObject("properties")
                        .putArray("policyList")
                        .addObject()
                        .put("policyType", "Permit")
                        .put("newLocalPref", 1)
                        .put("newMED", 2)
                        .put("newNextHop", "10.1.255.1")
                        .put("removeAllCommunities", true);
        policy.putArray("matchPrefix").add("10.0.0.0/8");
        policy.putArray("matchASNRange").add("65001");
        policy.putArray("matchCommunity").add("65001:1");
        policy.putArray("matchNextHop").add("10.1.255.1");
        policy.putArray("removeCommunity").add("65001:1");
        policy.putArray("addCommunity").add("65001:2");
    }

    private static ObjectNode connection(ArrayNode connections, String id, String type) {
        return connections
                .addObject()
                .put("resourceId", id)
                .putObject("properties")
                .put("connectionType", type);
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> collect(child, names));
    }

    private static String page() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("hnv.root", "..")).resolve("docs/configuration.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
