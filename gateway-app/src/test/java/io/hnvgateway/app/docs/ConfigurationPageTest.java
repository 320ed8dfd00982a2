package io.hnvgateway.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
        ArrayNode rules = (ArrayNode) json.at("/loadBalancers/1/properties/inboundNatRules");
        ObjectNode range = rules.get(0).deepCopy();
        range.put("resourceId", "range");
        ObjectNode properties = (ObjectNode) range.get("properties");
        properties.remove("frontendPort");
        properties.put("frontendPortRangeStart", 1).put("frontendPortRangeEnd", 2);
        rules.add(range);
        Set<String> names = new TreeSet<>();
        collect(DesiredStateWriter.write(DesiredStateReader.read(json).state()), names);
        assertThat(names).contains("oneToOneRules", "frontendPortRangeStart", "mtu", "maxPorts");
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(page)
                                .containsPattern("`([a-zA-Z.]+\\.)?" + name + "[.`]|\"" + name));
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
