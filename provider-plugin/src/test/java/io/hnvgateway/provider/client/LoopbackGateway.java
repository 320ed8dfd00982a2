package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.client.LoopbackServer.Answer;
import io.hnvgateway.provider.client.LoopbackServer.Asked;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.validation.DesiredStateValidator;
import io.hnvgateway.provider.validation.HostFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The API in memory, as far as the plugin uses it: collections in pages, parts, batches, etags,
/// validation, secrets that are written only, values that the gateway assigns.
final class LoopbackGateway {
    private static final int PAGE = 3;

    /// Bodies with their secrets by path in lower case.
    private Map<String, ObjectNode> bodies = new TreeMap<>();

    private final DesiredStateValidator validator;

    LoopbackGateway() {
        try {
            validator =
                    new DesiredStateValidator(
                            ConnectionString.parse("NatPool=203.0.113.0/24"), HostFacts.NONE);
        } catch (FaultsException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized DesiredState state() {
        return document(bodies).state();
    }

    synchronized Answer answer(Asked asked) {
        List<String> path = List.of(asked.path().substring(1).split("/"));
        if (path.size() == 2) {
            return Answer.json(
                    200, JsonNodeFactory.instance.objectNode().put("currentRestVersion", "v1"));
        }
        if (path.get(2).equals("batch")) {
            return batch(asked.body());
        }
        ResourceType<?> collection = collection(path.get(2));
        if (collection == null) {
            return Answer.error(404, "NotFound", "no such collection", "");
        }
        if (path.size() == 3) {
            return list(collection, asked.uri().getQuery());
        }
        String reference = "/" + String.join("/", path.subList(2, path.size()));
        return switch (asked.method()) {
            case "GET" -> get(reference);
            case "PUT" -> put(reference, asked);
            case "DELETE" -> {
                Map<String, ObjectNode> wanted = copy();
                delete(wanted, reference);
                Answer refusal = commit(wanted);
                yield refusal == null ? Answer.empty(204) : refusal;
            }
            default -> Answer.error(405, "NotAllowed", "not here", "");
        };
    }

    private static @Nullable ResourceType<?> collection(String name) {
        for (ResourceType<?> collection : ResourceType.all()) {
            if (collection.name().equalsIgnoreCase(name)) {
                return collection;
            }
        }
        return null;
    }

    private Answer list(ResourceType<?> collection, @Nullable String query) {
        int skip =
                query != null && query.startsWith("skip=")
                        ? Integer.parseInt(query.substring(5))
                        : 0;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        String prefix = "/" + collection.name().toLowerCase(Locale.ROOT) + "/";
        List<String> keys = bodies.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
        keys.stream().skip(skip).limit(PAGE).forEach(key -> value.add(shown(key)));
        if (skip + PAGE < keys.size()) {
            answer.put(
                    "nextLink",
                    "https://elsewhere/networking/v1/"
                            + collection.name()
                            + "?skip="
                            + (skip + PAGE));
        }
        return Answer.json(200, answer);
    }

    private Answer get(String reference) {
        return bodies.containsKey(key(reference))
                ? Answer.json(200, shown(key(reference)))
                : Answer.error(404, "NotFound", "does not exist", "");
    }

    private Answer put(String reference, Asked asked) {
        String etag = asked.header("If-match");
        boolean there = bodies.containsKey(key(reference));
        if (!etag.isEmpty() && !(there && etag(key(reference)).equals(etag))) {
            return Answer.error(412, "PreconditionFailed", "it was changed", "");
        }
        Map<String, ObjectNode> wanted = copy();
        put(wanted, reference, (ObjectNode) asked.body());
        Answer refusal = commit(wanted);
        return refusal == null ? Answer.json(there ? 200 : 201, shown(key(reference))) : refusal;
    }

    private Answer batch(JsonNode body) {
        Map<String, ObjectNode> wanted = copy();
        for (JsonNode request : body.path("requests")) {
            String reference = request.path("resourceRef").asText();
            if (request.path("method").asText().equals("PUT")) {
                put(wanted, reference, (ObjectNode) request.path("body"));
            } else {
                delete(wanted, reference);
            }
        }
        Answer refusal = commit(wanted);
        return refusal == null ? Answer.json(200, JsonNodeFactory.instance.objectNode()) : refusal;
    }

    private Map<String, ObjectNode> copy() {
        Map<String, ObjectNode> copy = new TreeMap<>();
        bodies.forEach((key, body) -> copy.put(key, body.deepCopy()));
        return copy;
    }

    private static void put(Map<String, ObjectNode> wanted, String reference, ObjectNode body) {
        List<String> parts = ResourceReference.parse(reference).parts();
        if (parts.size() == 2) {
            wanted.put(key(reference), body);
            return;
        }
        delete(wanted, reference);
        parts(wanted, parts).add(body);
    }

    private static void delete(Map<String, ObjectNode> wanted, String reference) {
        List<String> parts = ResourceReference.parse(reference).parts();
        if (parts.size() == 2) {
            wanted.remove(key(reference));
            return;
        }
        Iterator<JsonNode> children = parts(wanted, parts).elements();
        while (children.hasNext()) {
            if (children.next().path("resourceId").asText().equalsIgnoreCase(parts.get(3))) {
                children.remove();
            }
        }
    }

    /// The list that a part stands in; one that goes nowhere, of a resource that does not exist.
    private static ArrayNode parts(Map<String, ObjectNode> wanted, List<String> path) {
        ObjectNode parent = wanted.get(key("/" + path.get(0) + "/" + path.get(1)));
        return parent == null
                ? JsonNodeFactory.instance.arrayNode()
                : parent.withObject("properties").withArray(path.get(2));
    }

    private ObjectNode body(String key) {
        return Objects.requireNonNull(bodies.get(key));
    }

    /// All or nothing.
    private @Nullable Answer commit(Map<String, ObjectNode> wanted) {
        wanted.values().forEach(LoopbackGateway::assign);
        DesiredStateDocument document = document(wanted);
        List<Fault> faults = new ArrayList<>(validator.faults(document));
        if (!faults.isEmpty()) {
            Fault fault = faults.getFirst();
            return Answer.error(
                    400, "InvalidValue", fault.rule() + " " + fault.hint(), fault.path());
        }
        bodies = bodies(KeptSecrets.fill(document.state(), document(bodies).state()));
        return null;
    }

    private static Map<String, ObjectNode> bodies(DesiredState state) {
        Map<String, ObjectNode> bodies = new TreeMap<>();
        for (ResourceType<?> collection : ResourceType.all()) {
            for (TopLevelResource resource : collection.in(state)) {
                ResourceChange.Put put = (ResourceChange.Put) ResourceChange.put(resource);
                bodies.put(key(put.reference().path()), put.body());
            }
        }
        return bodies;
    }

    private static void assign(ObjectNode body) {
        ObjectNode properties = body.withObject("properties");
        if (properties.has("addressSpace") && !properties.has("routingDomainId")) {
            properties.put(
                    "routingDomainId",
                    UUID.nameUUIDFromBytes(
                                    body.path("resourceId")
                                            .asText()
                                            .getBytes(StandardCharsets.UTF_8))
                            .toString());
        }
        if (properties.path("publicIPAllocationMethod").asText().equals("Dynamic")
                && !properties.has("ipAddress")) {
            int host = 128 + Math.floorMod(body.path("resourceId").asText().hashCode(), 100);
            properties.put("ipAddress", "203.0.113." + host);
        }
    }

    private static DesiredStateDocument document(Map<String, ObjectNode> bodies) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        bodies.forEach((key, body) -> {
            for (ResourceType<?> collection : ResourceType.all()) {
                if (key.startsWith("/" + collection.name().toLowerCase(Locale.ROOT) + "/")) {
                    document.withArray(collection.name()).add(body);
                }
            }
        });
        return DesiredStateReader.read(document);
    }

    /// Without secrets, with the envelope.
    private ObjectNode shown(String key) {
        ObjectNode body = body(key);
        DesiredState alone = document(Map.of(key, body)).state();
        for (ResourceType<?> collection : ResourceType.all()) {
            for (TopLevelResource resource : collection.in(alone)) {
                ObjectNode envelope = JsonNodeFactory.instance.objectNode();
                envelope.put("resourceId", resource.resourceId());
                envelope.put("resourceRef", collection.reference(resource.resourceId()).path());
                envelope.put("etag", etag(key));
                ObjectNode properties = DesiredStateWriter.properties(resource);
                properties.put("provisioningState", "Succeeded");
                envelope.set("properties", properties);
                return envelope;
            }
        }
        throw new IllegalStateException(key);
    }

    /// Of the content, with secrets.
    private String etag(String key) {
        return "W/\"" + UUID.nameUUIDFromBytes(JsonText.compact(body(key))) + "\"";
    }

    private static String key(String reference) {
        return reference.toLowerCase(Locale.ROOT);
    }
}
