package io.hnvgateway.app.api;

import static io.hnvgateway.app.api.OpenApiParts.object;
import static io.hnvgateway.app.api.OpenApiParts.schema;
import static io.hnvgateway.app.api.OpenApiParts.text;
import static io.hnvgateway.app.api.OpenApiParts.typed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.ResourceSchemas;
import io.hnvgateway.provider.schema.Schema;
import io.hnvgateway.provider.value.ValueForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON Schemas (2020-12) of all resources, from what their readers take and what the gateway adds
/// to answers.
final class OpenApiSchemas {

    /// Names that one list is read under, and that readers take inside of each other.
    private static final Set<String> POLICY_LISTS =
            Set.of("policyList", "policyMapEntryList", "policyMapList");

    private static final String POLICY_LIST = "policyList";

    private static final List<String> CONNECTION_STATISTICS =
            List.of(
                    "outboundBytes",
                    "inboundBytes",
                    "outboundPackets",
                    "inboundPackets",
                    "txTotalPacketsDropped",
                    "rxTotalPacketsDropped",
                    "txRateKbps",
                    "rxRateKbps");

    private static final List<String> PEER_STATISTICS =
            List.of(
                    "secondsInState",
                    "receivedPrefixes",
                    "acceptedPrefixes",
                    "stalePrefixes",
                    "advertisedPrefixes",
                    "updateMessagesReceived",
                    "malformedMessagesReceived",
                    "notificationsForErrors");

    private final ObjectNode schemas = object();

    private OpenApiSchemas() {}

    /// By the names of their collections, those of parents before, as `virtualNetworks.subnets`.
    static ObjectNode resources() {
        OpenApiSchemas all = new OpenApiSchemas();
        for (ResourceKind kind : ResourceKind.TOP) {
            all.resource(kind, kind.name(), kind.enforced() ? read(kind) : null);
        }
        return all.schemas;
    }

    private static Schema.ObjectOf read(ResourceKind kind) {
        return ResourceSchemas.of(kind.name()).properties();
    }

    /// @param read null: it is not read
    private void resource(ResourceKind kind, String name, Schema.@Nullable ObjectOf read) {
        ObjectNode schema = object().put("title", name);
        ArrayNode all = schema.putArray("allOf");
        all.add(schema("Envelope"));
        ObjectNode own = all.addObject().put("type", "object");
        ArrayNode parts = own.putObject("properties").putObject("properties").putArray("allOf");
        parts.add(schema("State"));
        ObjectNode properties = typed("object");
        parts.add(properties);
        if (read != null) {
            fill(properties, read, kind, name);
            addLive(kind, properties.withObjectProperty("properties"));
        }
        if (properties.has("required")) {
            own.putArray("required").add("properties");
        }
        schemas.set(name, schema);
        for (ResourceKind child : kind.children()) {
            resource(child, name + "." + child.name(), read == null ? null : part(read, child));
        }
    }

    private static Schema.@Nullable ObjectOf part(Schema.ObjectOf parent, ResourceKind child) {
        Schema.Property property = parent.properties().get(child.name());
        return property != null
                        && property.schema() instanceof Schema.ListOf list
                        && list.item() instanceof Schema.ResourceOf resource
                ? resource.properties()
                : null;
    }

    /// @param kind whose properties they are; null: those of an object inside
    private void fill(
            ObjectNode node, Schema.ObjectOf read, @Nullable ResourceKind kind, String name) {
        ObjectNode properties = node.putObject("properties");
        List<String> required = new ArrayList<>();
        for (Map.Entry<String, Schema.Property> entry : read.properties().entrySet()) {
            String key = entry.getKey();
            ResourceKind child = kind == null ? null : kind.child(key);
            if (child != null) {
                properties
                        .putObject(child.name())
                        .put("type", "array")
                        .set("items", schema(name + "." + child.name()));
            } else if (!POLICY_LISTS.contains(key) || (key.equals(POLICY_LIST) && kind != null)) {
                properties.set(key, property(entry.getValue()));
                if (entry.getValue().required()) {
                    required.add(key);
                }
            }
        }
        if (!required.isEmpty()) {
            ArrayNode list = node.putArray("required");
            required.forEach(list::add);
        }
    }

    private ObjectNode property(Schema.Property property) {
        if (property.ignored()) {
            return object().put("readOnly", true);
        }
        ObjectNode schema = of(property.schema());
        if (!property.ifAbsent().isEmpty()) {
            setDefault(schema, property);
        }
        return schema;
    }

    private static void setDefault(ObjectNode schema, Schema.Property property) {
        String text = property.ifAbsent();
        if (property.schema() instanceof Schema.Value value) {
            switch (value.form()) {
                case ValueForm.WholeNumber _ -> schema.put("default", Long.parseLong(text));
                case ValueForm.Truth _ -> schema.put("default", Boolean.parseBoolean(text));
                case ValueForm.Choice choice ->
                        choice.words().stream()
                                .filter(word -> word.equalsIgnoreCase(text))
                                .forEach(word -> schema.put("default", word));
                case ValueForm.Text _ -> schema.put("default", text);
            }
        }
    }

    private ObjectNode of(Schema schema) {
        return switch (schema) {
            case Schema.Value value -> value(value.form());
            case Schema.Secret _ ->
                    typed("string")
                            .put("writeOnly", true)
                            .put("description", "stays as it is where it is left out");
            case Schema.Reference _ -> schema("ResourceReference");
            case Schema.ListOf list -> {
                ObjectNode array = typed("array");
                array.set("items", of(list.item()));
                yield array;
            }
            case Schema.ObjectOf object -> {
                ObjectNode node = typed("object");
                fill(node, object, null, "");
                yield node;
            }
            case Schema.ResourceOf resource -> {
                ObjectNode node = object();
                ArrayNode all = node.putArray("allOf").add(schema("Envelope"));
                ObjectNode properties = typed("object");
                fill(properties, resource.properties(), null, "");
                all.addObject()
                        .put("type", "object")
                        .putObject("properties")
                        .set("properties", properties);
                yield node;
            }
        };
    }

    private static ObjectNode value(ValueForm form) {
        return switch (form) {
            case ValueForm.Truth _ -> typed("boolean");
            case ValueForm.Choice choice ->
                    OpenApiComponents.words(typed("string"), choice.words().toArray(String[]::new));
            case ValueForm.WholeNumber number -> number(number);
            case ValueForm.Text text -> ofFormat(text.format());
        };
    }

    private static ObjectNode number(ValueForm.WholeNumber number) {
        ObjectNode schema = typed("integer");
        if (number.min() != Integer.MIN_VALUE && number.min() != Long.MIN_VALUE) {
            schema.put("minimum", number.min()).put("maximum", number.max());
        }
        return schema;
    }

    private static ObjectNode ofFormat(String format) {
        ObjectNode schema = typed("string");
        return switch (format) {
            case "ipv4", "ipv6", "uuid" -> schema.put("format", format);
            case "ip" -> {
                ArrayNode both = schema.putArray("anyOf");
                both.addObject().put("format", "ipv4");
                both.addObject().put("format", "ipv6");
                yield schema;
            }
            case "ipv4-prefix" -> example(schema, "address/length", "192.0.2.0/24");
            case "ipv6-prefix" -> example(schema, "address/length", "2001:db8::/32");
            case "prefix" -> example(schema, "address/length", "192.0.2.0/24", "2001:db8::/32");
            case "prefix-range" ->
                    example(schema, "a prefix, or a range of lengths in it", "10.0.0.0/8");
            case "mac" ->
                    example(schema, "six octets", "02-00-5E-00-50-02")
                            .put("pattern", "^[0-9A-Fa-f]{2}([-:]?[0-9A-Fa-f]{2}){5}$");
            case "as-number" -> {
                schema.putArray("type").add("string").add("integer");
                yield example(schema, "1..4294967294, or high.low", "65001", "0.65001");
            }
            case "as-number-range" -> example(schema, "first-last, or one", "64512-65534");
            case "community" -> example(schema, "high:low or the name of a known one", "65000:1");
            default -> schema;
        };
    }

    private static ObjectNode example(ObjectNode schema, String description, String... examples) {
        ArrayNode list = schema.put("description", description).putArray("examples");
        for (String example : examples) {
            list.add(example);
        }
        return schema;
    }

    /// What [RunningState] tells.
    private static void addLive(ResourceKind kind, ObjectNode properties) {
        switch (kind.name()) {
            case "networkConnections" -> {
                connectionState(properties, "Connected", "Connecting", "Disconnected");
                live(properties, "connectionUpTime", "integer", "seconds");
                live(properties, "connectionErrorReason", "string", "of the last failure");
                live(properties, "unreachabilityReason", "string", "why packets do not pass");
                counters(properties, CONNECTION_STATISTICS);
                ObjectNode gateway = properties.putObject("gateway").put("readOnly", true);
                gateway.putArray("allOf").add(schema("ResourceReference"));
            }
            case "bgpPeers" -> {
                connectionState(properties, "Connected", "Disconnected");
                counters(properties, PEER_STATISTICS);
            }
            default -> {}
        }
    }

    private static void connectionState(ObjectNode properties, String... words) {
        OpenApiComponents.words(
                live(properties, "connectionState", "string", "at the moment"), words);
    }

    private static ObjectNode live(
            ObjectNode properties, String name, String type, String description) {
        return text(properties, name, description).put("type", type).put("readOnly", true);
    }

    private static void counters(ObjectNode properties, List<String> names) {
        ObjectNode statistics =
                properties.putObject("statistics").put("type", "object").put("readOnly", true);
        ObjectNode inner = statistics.putObject("properties");
        names.forEach(name -> inner.putObject(name).put("type", "integer").put("minimum", 0));
    }
}
