package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Proposal;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes of resources and of their parts, on what is in effect, that become one change. Inside a
/// proposal, and so under the applier's lock.
final class Edits {
    private final Proposal.Current current;
    private final Representations representations;
    private final Map<String, Edited> edited = new LinkedHashMap<>();

    Edits(Proposal.Current current, Representations representations) {
        this.current = current;
        this.representations = representations;
    }

    /// A resource of a document.
    private static final class Edited {
        final ResourcePath path;
        final @Nullable Resource before;
        @Nullable TreeEdit tree;
        boolean touched;
        boolean deleted;

        Edited(ResourcePath path, @Nullable Resource before) {
            this.path = path;
            this.before = before;
            this.tree = before == null ? null : new TreeEdit(ResourceTrees.envelope(before, null));
        }
    }

    /// Conditions look at what was before this change.
    void check(ResourcePath path, Preconditions conditions) {
        if (!conditions.isNone()) {
            Resource before = edited(path).before;
            conditions.check(
                    path.reference(), before == null ? null : representations.etag(before, path));
        }
    }

    /// Creates or replaces.
    ///
    /// @param envelope becomes part of the change; gets the id
    /// @return whether there was one before
    boolean put(ResourcePath path, ObjectNode envelope) {
        Edited resource = edited(path);
        if (path.isBelowTop()) {
            boolean replaced = parent(resource, path).put(path.kind(), path.id(), envelope);
            resource.touched = true;
            return replaced;
        }
        boolean replaced = resource.tree != null;
        TreeEdit.setId(envelope, resource.tree == null ? path.id() : resource.tree.id());
        resource.tree = new TreeEdit(envelope);
        resource.touched = true;
        return replaced;
    }

    /// @return whether there was one
    boolean delete(ResourcePath path) {
        Edited resource = edited(path);
        if (!path.isBelowTop()) {
            boolean existed = resource.tree != null;
            resource.tree = null;
            resource.deleted = true;
            resource.touched |= existed;
            return existed;
        }
        TreeEdit parent = find(resource, path);
        boolean existed = parent != null && parent.remove(path.kind(), path.id());
        resource.touched |= existed;
        return existed;
    }

    private Edited edited(ResourcePath path) {
        return edited.computeIfAbsent(
                path.topKey(), _ -> new Edited(path, current.resource(path.topReference())));
    }

    private static TreeEdit parent(Edited resource, ResourcePath path) {
        TreeEdit parent = find(resource, path);
        if (parent == null) {
            throw missing(path);
        }
        return parent;
    }

    private static ApiError missing(ResourcePath path) {
        ResourcePath parent = path.parent();
        return ApiError.notFound(
                (parent == null ? path : parent).reference() + " does not exist: create it first");
    }

    private static @Nullable TreeEdit find(Edited resource, ResourcePath path) {
        TreeEdit node = resource.tree;
        for (ResourcePath.Step step : path.steps().subList(1, path.steps().size() - 1)) {
            node = node == null ? null : node.child(step.kind(), step.idOrEmpty());
        }
        return node;
    }

    Proposal.Change change() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        List<ResourceReference> deleted = new ArrayList<>();
        for (Edited resource : edited.values()) {
            if (resource.deleted && resource.before != null) {
                deleted.add(resource.path.topReference());
            }
            if (resource.touched && resource.tree != null) {
                document.withArray(resource.path.top().kind().name()).add(resource.tree.close());
            }
        }
        return new Proposal.Change(DesiredStateReader.read(document), deleted);
    }
}
