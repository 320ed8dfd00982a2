package io.hnvgateway.provider.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.BgpDocuments;
import io.hnvgateway.provider.BothFamilies;
import io.hnvgateway.provider.Connections;
import io.hnvgateway.provider.ControllerDocument;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.schema.Schema;
import io.hnvgateway.provider.schema.Schema.ListOf;
import io.hnvgateway.provider.schema.Schema.ObjectOf;
import io.hnvgateway.provider.schema.Schema.Property;
import io.hnvgateway.provider.schema.Schema.Reference;
import io.hnvgateway.provider.schema.Schema.ResourceOf;
import io.hnvgateway.provider.schema.Schema.Secret;
import io.hnvgateway.provider.schema.Schema.Value;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceSchemasTest {

    /// What is written can be read, so the schema must have it.
    @Test
    void everythingThatIsWrittenIsInTheSchema() {
        List<String> missing = new ArrayList<>();
        for (DesiredStateDocument document : documents()) {
            assertThat(document.faults()).isEmpty();
            DesiredStateWriter.write(document.state())
                    .properties()
                    .forEach(collection ->
                            collection
                                    .getValue()
                                    .forEach(item ->
                                            resource(
                                                    collection.getKey(),
                                                    ResourceSchemas.of(collection.getKey()),
                                                    item,
                                                    missing)));
        }
        assertThat(missing).isEmpty();
    }

    private static List<DesiredStateDocument> documents() {
        return List.of(
                TwoTenants.document(),
                BothFamilies.document(),
                Connections.document(Connections.IPSEC, Connections.GRE, Connections.L3),
                BgpDocuments.document(),
                ControllerDocument.document());
    }

    private static void resource(
            String path, ResourceOf schema, JsonNode item, List<String> missing) {
        object(path, schema.properties(), item.path("properties"), missing);
        schema.properties()
                .properties()
                .forEach((name, property) -> {
                    if (property.required() && !item.path("properties").has(name)) {
                        missing.add(path + "." + name + " is required and not there");
                    }
                });
    }

    private static void object(
            String path, ObjectOf schema, JsonNode object, List<String> missing) {
        object.properties()
                .forEach(entry -> {
                    String at = path + "." + entry.getKey();
                    Property property =
                            schema.properties().entrySet().stream()
                                    .filter(e -> e.getKey().equalsIgnoreCase(entry.getKey()))
                                    .map(Map.Entry::getValue)
                                    .findFirst()
                                    .orElse(null);
                    if (property == null) {
                        missing.add(at);
                    } else if (!property.ignored()) {
                        value(at, property.schema(), entry.getValue(), missing);
                    }
                });
    }

    private static void value(String path, Schema schema, JsonNode value, List<String> missing) {
        boolean fits =
                switch (schema) {
                    case Value single -> fits(single.form(), value);
                    case Secret _ -> false; // never written
                    case Reference _ -> value.path("resourceRef").isTextual();
                    case ObjectOf object -> {
                        object(path, object, value, missing);
                        yield value.isObject();
                    }
                    case ResourceOf resource -> {
                        resource(path, resource, value, missing);
                        yield value.isObject();
                    }
                    case ListOf list -> {
                        value.forEach(item -> value(path + "[]", list.item(), item, missing));
                        yield value.isArray();
                    }
                };
        if (!fits) {
            missing.add(path + ": " + value + " is no " + schema);
        }
    }

    private static boolean fits(ValueForm form, JsonNode value) {
        return switch (form) {
            case ValueForm.Text _ -> value.isTextual();
            case ValueForm.WholeNumber number ->
                    value.isIntegralNumber()
                            && value.asLong() >= number.min()
                            && value.asLong() <= number.max();
            case ValueForm.Truth _ -> value.isBoolean();
            case ValueForm.Choice choice -> choice.words().contains(value.asText());
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "virtualNetworks/lookupRecords/macAddress|required mac",
                "virtualNetworks/lookupRecords/customerAddress|optional ip",
                "virtualNetworks/lookupRecords/virtualSubnetId|required -2147483648..2147483647",
                "virtualNetworks/lookupRecords/type|optional [Static, Dynamic, L2Only, GatewayWildcard]",
                "virtualNetworks/subnets/addressPrefix|optional prefix",
                "virtualNetworks/subnets/routeTable|optional reference",
                "virtualNetworks/routingDomainId|optional uuid",
                "virtualGateways/backEnd/mtu|optional 576..3700",
                "virtualGateways/backEnd/acceptRedirects|optional true or false",
                "virtualGateways/gatewayPools|optional list of reference",
                "virtualGateways/prefixTranslations/insidePrefix|required ipv6-prefix",
                "virtualGateways/networkConnections/connectionType|required [IPSec, GRE, L3]",
                "virtualGateways/networkConnections/connectionState|ignored",
                "virtualGateways/networkConnections/sourceIPAddress|optional ip",
                "virtualGateways/networkConnections/greConfiguration/greKey|required 0..4294967295",
                "virtualGateways/networkConnections/l3Configuration/vlanSubnet/vlanId|required 1..4094",
                "virtualGateways/networkConnections/ipSecConfiguration/sharedSecret|optional secret",
                "virtualGateways/networkConnections/ipSecConfiguration/privateKey|optional secret",
                "virtualGateways/networkConnections/ipSecConfiguration/mainMode/integrityAlgorithm|optional [MD5, SHA196, SHA256, SHA384]",
                "virtualGateways/bgpRouters/bgpPeers/peerIpAddress|required ip",
                "virtualGateways/bgpRouters/bgpPeers/holdTimeSeconds|optional 0..65535",
                "virtualGateways/policyMaps/policyList/matchCommunity|optional list of community",
                "publicIPAddresses/ipAddress|optional ipv4",
                "publicIPAddresses/publicIPAllocationMethod|required [Static, Dynamic]",
                "loadBalancers/inboundNatRules/frontendPortRangeEnd|optional -2147483648..2147483647",
                "loadBalancers/inboundNatRules/protocol|required [TCP, UDP]",
                "credentials/value|optional secret",
                "routeTables/routes/nextHopIpAddress|optional ip",
                "gateways/bgpConfig/bgpPeer/peerIP|required ip",
            })
    void saysWhatAReaderTakes(String path, String expected) {
        String[] names = path.split("/", -1);
        ObjectOf at = ResourceSchemas.of(names[0]).properties();
        for (int i = 1; i < names.length - 1; i++) {
            at = inside(property(at, names[i]).schema());
        }
        Property property = property(at, names[names.length - 1]);
        String how = property.ignored() ? "ignored" : property.required() ? "required" : "optional";
        assertThat(property.ignored() ? how : how + " " + words(property.schema()))
                .isEqualTo(expected);
    }

    private static Property property(ObjectOf object, String name) {
        return Objects.requireNonNull(
                object.properties().get(name), () -> name + " of " + object.properties().keySet());
    }

    private static ObjectOf inside(Schema schema) {
        return switch (schema) {
            case ObjectOf object -> object;
            case ListOf list -> inside(list.item());
            case ResourceOf resource -> resource.properties();
            default -> throw new AssertionError(schema);
        };
    }

    private static String words(Schema schema) {
        return switch (schema) {
            case Value value ->
                    switch (value.form()) {
                        case ValueForm.Text text -> text.format();
                        case ValueForm.WholeNumber number -> number.min() + ".." + number.max();
                        case ValueForm.Truth _ -> "true or false";
                        case ValueForm.Choice choice -> choice.words().toString();
                    };
            case Secret _ -> "secret";
            case Reference _ -> "reference";
            case ListOf list -> "list of " + words(list.item());
            case ObjectOf _, ResourceOf _ -> "object";
        };
    }

    @Test
    void aPropertyThatAReaderTakesIsInItsSchemaByThat() {
        ResourceOf schema =
                SchemaRecorder.resource(
                        "providerAddresses",
                        (id, properties) -> {
                            int wanted = properties.optional("added", Values.integer(3, 9), 4);
                            IpAddress address = properties.required("address", IpAddress::parse);
                            return address == null || wanted == 3
                                    ? null
                                    : new ProviderAddress(id, address, Annotations.NONE);
                        });
        assertThat(schema.properties().properties())
                .containsExactly(
                        Map.entry(
                                "added",
                                new Property(
                                        new Value(new ValueForm.WholeNumber(3, 9)),
                                        false,
                                        false,
                                        "4")),
                        Map.entry(
                                "address",
                                new Property(
                                        new Value(new ValueForm.Text("ip")), true, false, "")));
    }

    @Test
    void collectionsAreFoundInAnyCase() {
        assertThat(ResourceSchemas.collections()).hasSize(11).startsWith("virtualNetworks");
        assertThat(ResourceSchemas.of("LOGICALNETWORKS").collection()).isEqualTo("logicalNetworks");
        assertThatThrownBy(() -> ResourceSchemas.of("accessControlLists"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
