package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.Resource;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Resources as clients see them: canonical form and envelope, without secrets. Any thread.
final class Representations {
    private final Etags etags;
    private final InstantSource clock;

    Representations(Etags etags, InstantSource clock) {
        this.etags = etags;
        this.clock = clock;
    }

    /// A resource as it is shown.
    record Shown(ObjectNode node, String etag) {}

    private record Found(ObjectNode node, ResourcePath path, Etags.Ancestors ancestors) {}

    /// @param top the resource of the document that the path leads to or into
    /// @return null: it has no such part
    @Nullable Shown show(Resource top, ResourcePath path, LiveState live) {
        ObjectNode tree = ResourceTrees.envelope(top, etags.seal());
        Found found = find(tree, path);
        if (found == null) {
            return null;
        }
        Marking marking = new Marking(tree, live);
        marking.mark(found.path, found.node, found.ancestors);
        Etags.removeSealed(found.node);
        return new Shown(found.node, found.node.path("etag").asText());
    }

    /// The members of a collection inside of a resource; null: there is no such parent.
    @Nullable Members members(Resource top, ResourcePath collection, LiveState live) {
        ObjectNode tree = ResourceTrees.envelope(top, etags.seal());
        ResourcePath above = collection.parent();
        Found parent = above == null ? null : find(tree, above);
        if (parent == null) {
            return null;
        }
        Etags.Ancestors ancestors =
                parent.ancestors.and(Etags.own(parent.path.kind(), parent.node));
        List<ObjectNode> nodes = new ArrayList<>();
        parent.node
                .path("properties")
                .path(collection.kind().name())
                .forEach(node -> nodes.add((ObjectNode) node));
        Marking marking = new Marking(tree, live);
        return new Members(
                nodes,
                node -> {
                    ResourcePath path = parent.path.child(collection.kind(), TreeEdit.id(node));
                    marking.mark(path, node, ancestors);
                    Etags.removeSealed(node);
                    return node;
                });
    }

    /// @param nodes not fit to be shown until `shown` was called with them
    record Members(List<ObjectNode> nodes, UnaryOperator<ObjectNode> shown) {}

    /// Only the etag; null: there is no such part.
    @Nullable String etag(Resource top, ResourcePath path) {
        Found found = find(ResourceTrees.envelope(top, etags.seal()), path);
        return found == null
                ? null
                : etags.etag(found.path, found.ancestors, Etags.subtree(path.kind(), found.node));
    }

    /// Ids in the result are written as they are kept.
    private static @Nullable Found find(ObjectNode tree, ResourcePath path) {
        ObjectNode node = tree;
        ResourcePath.Step top = path.top();
        ResourcePath found = new ResourcePath(List.of(step(top.kind(), tree)));
        Etags.Ancestors ancestors = Etags.Ancestors.NONE;
        for (ResourcePath.Step step : path.steps().subList(1, path.steps().size())) {
            ResourceKind above = found.kind();
            ancestors = ancestors.and(Etags.own(above, node));
            ObjectNode member = member(node, step);
            if (member == null) {
                return null;
            }
            node = member;
            found = found.child(step.kind(), TreeEdit.id(node));
        }
        return new Found(node, found, ancestors);
    }

    private static ResourcePath.Step step(ResourceKind kind, JsonNode node) {
        return new ResourcePath.Step(kind, TreeEdit.id(node));
    }

    private static @Nullable ObjectNode member(JsonNode parent, ResourcePath.Step step) {
        for (JsonNode member : parent.path("properties").path(step.kind().name())) {
            if (TreeEdit.id(member).equalsIgnoreCase(step.id())) {
                return (ObjectNode) member;
            }
        }
        return null;
    }

    /// Puts envelopes around a resource and all below it.
    private final class Marking {
        private final JsonNode top;
        private final LiveState live;

        private Marking(JsonNode top, LiveState live) {
            this.top = top;
            this.live = live;
        }

        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Marked(byte[] subtree, ConfigurationState state) {}

        /// Digests are made before anything is added to what they are of.
        private Marked mark(ResourcePath path, ObjectNode node, Etags.Ancestors ancestors) {
            ResourceKind kind = path.kind();
            byte[] own = Etags.own(kind, node);
            MessageDigest sha = Etags.sha256();
            sha.update(own);
            ConfigurationState below = ConfigurationState.SUCCESS;
            Etags.Ancestors mine = kind.children().isEmpty() ? ancestors : ancestors.and(own);
            for (ResourceKind child : kind.children()) {
                for (JsonNode member : node.path("properties").path(child.name())) {
                    Marked marked =
                            mark(path.child(child, TreeEdit.id(member)), (ObjectNode) member, mine);
                    sha.update(marked.subtree);
                    below = below.and(marked.state);
                }
            }
            byte[] subtree = sha.digest();
            ObjectNode properties = (ObjectNode) node.get("properties");
            ConfigurationState state = live.describe(top, path, properties).and(below);
            envelop(path, node, etags.etag(path, ancestors, subtree));
            properties.put("provisioningState", "Succeeded");
            properties.set("configurationState", state.node(clock.instant()));
            return new Marked(subtree, state);
        }

        private void envelop(ResourcePath path, ObjectNode node, String etag) {
            ObjectNode before = node.objectNode();
            before.setAll(node);
            node.removeAll();
            node.put("resourceRef", path.reference());
            node.put("resourceId", path.id());
            node.put("instanceId", etags.instanceId(path).toString());
            node.put("etag", etag);
            before.properties().forEach(entry -> node.set(entry.getKey(), entry.getValue()));
        }
    }
}
