package io.hnvgateway.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Stored;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resources to and from one gateway. Any thread.
final class ResourceClient {
    /// No gateway has more pages; one that says so forever does not hold the caller.
    private static final int MAX_PAGES = 100_000;

    private final RestConnection connection;

    ResourceClient(RestConnection connection) {
        this.connection = connection;
    }

    <T extends TopLevelResource> Stored<T> put(T resource, @Nullable String etag) {
        ResourceType<T> collection = ResourceType.of(resource);
        ResourceChange.Put put = (ResourceChange.Put) ResourceChange.put(resource);
        RestReply reply = connection.send(RestRequest.put(put.reference(), put.body(), etag));
        if (reply.body().path("properties").isObject()) {
            return new Stored<>(only(collection, reply), reply.etag());
        }
        return read(collection, resource.resourceId())
                .orElseThrow(() -> unintelligible(put.reference() + " was put and does not exist"));
    }

    <T extends TopLevelResource> Optional<Stored<T>> read(ResourceType<T> collection, String id) {
        try {
            RestReply reply =
                    connection.send(RestRequest.get(RestRequest.target(collection.reference(id))));
            return Optional.of(new Stored<>(only(collection, reply), reply.etag()));
        } catch (GatewayException.NotFound e) {
            return Optional.empty();
        }
    }

    /// Page after page.
    <T extends TopLevelResource> List<Stored<T>> list(ResourceType<T> collection) {
        List<Stored<T>> all = new ArrayList<>();
        String next = RestRequest.ROOT + "/" + collection.name();
        for (int page = 0; !next.isEmpty(); page++) {
            if (page == MAX_PAGES) {
                throw unintelligible(collection + " has no last page");
            }
            JsonNode body = connection.send(RestRequest.get(next)).body();
            if (!body.path("value").isArray()) {
                throw unintelligible(collection + " is no list");
            }
            List<T> resources = resources(collection, body.path("value"));
            for (int i = 0; i < resources.size(); i++) {
                String etag = body.path("value").path(i).path("etag").asText("");
                all.add(new Stored<>(resources.get(i), etag));
            }
            next = target(body.path("nextLink").asText(""));
        }
        return all;
    }

    void delete(ResourceReference reference) {
        try {
            connection.send(RestRequest.delete(reference));
        } catch (GatewayException.NotFound e) {
            return; // as good as removed
        }
    }

    /// All or nothing.
    void apply(List<ResourceChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        ArrayNode requests = batch.putArray("requests");
        for (ResourceChange change : changes) {
            ObjectNode request = requests.addObject();
            switch (change) {
                case ResourceChange.Put put ->
                        request.put("method", "PUT")
                                .put("resourceRef", put.reference().path())
                                .set("body", put.body());
                case ResourceChange.Delete delete ->
                        request.put("method", "DELETE")
                                .put("resourceRef", delete.reference().path());
            }
        }
        connection.send(RestRequest.post(RestRequest.ROOT + "/batch", batch));
    }

    private static <T extends TopLevelResource> T only(
            ResourceType<T> collection, RestReply reply) {
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add(reply.body());
        return resources(collection, one).getFirst();
    }

    /// In their order. Everything must be understood: what was left out would be removed by the
    /// next write.
    private static <T extends TopLevelResource> List<T> resources(
            ResourceType<T> collection, JsonNode envelopes) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set(collection.name(), envelopes);
        DesiredStateDocument document = DesiredStateReader.read(tree);
        List<T> resources = collection.in(document.state());
        if (!document.faults().isEmpty()) {
            throw unintelligible(
                    document.faults().getFirst() + "; the gateway may be newer than this plugin");
        }
        if (resources.size() != envelopes.size()) {
            throw unintelligible(collection + " holds what is no resource");
        }
        return resources;
    }

    /// Path and query of a link, which is followed nowhere but to the same gateway.
    private static String target(String link) {
        if (link.isEmpty() || link.equals("null")) {
            return "";
        }
        try {
            URI uri = URI.create(link);
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (path.toLowerCase(Locale.ROOT).startsWith("/networking/")) {
                return path + query;
            }
        } catch (IllegalArgumentException e) {
            throw unintelligible("nextLink is no link");
        }
        throw unintelligible("nextLink leads elsewhere");
    }

    private static GatewayException unintelligible(String what) {
        return new GatewayException.Unintelligible("the answer is not understood: " + what);
    }
}
