package io.hnvgateway.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// GET, PUT and DELETE of resources and of their parts.
final class ResourceRequests {
    private static final String OF_RESOURCE = "GET, HEAD, PUT, DELETE";
    private static final String OF_COLLECTION = "GET, HEAD";

    private final DesiredStateApplier applier;
    private final ControlBackend backend;
    private final Representations representations;
    private final Changes changes;
    private final AtomicReference<@Nullable Visibility> visibility = new AtomicReference<>();

    ResourceRequests(
            DesiredStateApplier applier,
            ControlBackend backend,
            Representations representations,
            Changes changes) {
        this.applier = applier;
        this.backend = backend;
        this.representations = representations;
        this.changes = changes;
    }

    /// Who may see what of the state in effect.
    Visibility visibility() {
        Visibility now = Visibility.of(applier.applied().state(), visibility.get());
        visibility.set(now);
        return now;
    }

    /// @param segments behind the version
    ApiAnswer answer(ApiRequest request, List<String> segments) {
        boolean writes = request.method().equals("PUT") || request.method().equals("DELETE");
        if (writes && !request.caller().mayChange()) {
            throw ApiError.forbidden("only administrators may change resources");
        }
        ResourcePath path = ResourcePath.parse(segments);
        if (writes && !path.isEnforced()) {
            throw ApiError.badRequest(
                    "NotSupported",
                    path.reference()
                            + ": packet filters are not enforced by this version, and so not kept",
                    "");
        }
        return switch (request.method()) {
            case "GET" -> path.isCollection() ? list(request, path) : get(request, path);
            case "PUT" -> put(request, resource(request, path));
            case "DELETE" -> delete(request, resource(request, path));
            default ->
                    throw ApiError.methodNotAllowed(
                            request.method(), path.isCollection() ? OF_COLLECTION : OF_RESOURCE);
        };
    }

    private static ResourcePath resource(ApiRequest request, ResourcePath path) {
        if (path.isCollection()) {
            throw ApiError.methodNotAllowed(request.method(), OF_COLLECTION);
        }
        return path;
    }

    private RunningState live(boolean ofMany) {
        return new RunningState(backend, applier.applied().state(), ofMany);
    }

    private ApiAnswer get(ApiRequest request, ResourcePath path) {
        Representations.Shown shown = shown(request, path);
        Map<String, String> etag = Map.of("etag", shown.etag());
        return Preconditions.of(request).isNotModified(shown.etag())
                ? Answers.with(Answers.empty(304), etag)
                : Answers.json(200, Visibility.stripped(request.caller(), shown.node()), etag);
    }

    private Representations.Shown shown(ApiRequest request, ResourcePath path) {
        Resource top = top(request, path);
        Representations.Shown shown =
                top == null ? null : representations.show(top, path, live(false));
        if (shown == null) {
            throw missing(path);
        }
        return shown;
    }

    /// What the caller may not see is not there.
    private @Nullable Resource top(ApiRequest request, ResourcePath path) {
        if (!path.isEnforced()
                || !visibility(request).sees(request.caller(), path.topReference())) {
            return null;
        }
        return applier.resource(path.topReference());
    }

    private Visible visibility(ApiRequest request) {
        return switch (request.caller().role()) {
            case ADMINISTRATOR, OPERATOR -> (_, _) -> true;
            case TENANT_READER -> visibility()::sees;
        };
    }

    /// Whether a caller may see a resource.
    @FunctionalInterface
    private interface Visible {
        boolean sees(Caller caller, ResourceReference top);
    }

    private static ApiError missing(ResourcePath path) {
        return ApiError.notFound(path.reference() + " does not exist");
    }

    private ApiAnswer list(ApiRequest request, ResourcePath path) {
        Pages pages = Pages.of(request);
        String link = "/networking/v1" + path.reference();
        LiveState live = live(true);
        if (path.isBelowTop()) {
            Resource top = top(request, path);
            Representations.Members members =
                    top == null ? null : representations.members(top, path, live);
            if (members == null) {
                throw missing(path);
            }
            return pages.answer(
                    link,
                    members.nodes(),
                    TreeEdit::id,
                    node -> Visibility.stripped(request.caller(), members.shown().apply(node)));
        }
        List<TopLevelResource> members = visibility().members(request.caller(), path.kind());
        return pages.answer(
                link,
                members,
                Resource::resourceId,
                member -> {
                    Representations.Shown shown =
                            representations.show(member, path.member(member.resourceId()), live);
                    return shown == null
                            ? null
                            : Visibility.stripped(request.caller(), shown.node());
                });
    }

    private ApiAnswer put(ApiRequest request, ResourcePath path) {
        ObjectNode envelope = Bodies.resource(Bodies.json(request), path);
        Preconditions conditions = Preconditions.of(request);
        return changes.make(
                request,
                path.reference(),
                origin -> {
                    boolean[] replaced = new boolean[1];
                    changes.edit(
                            origin,
                            path,
                            false,
                            edits -> {
                                edits.check(path, conditions);
                                replaced[0] = edits.put(path, envelope);
                            });
                    return current(path, replaced[0] ? 200 : 201, () -> shown(request, path));
                });
    }

    private static ApiAnswer current(
            ResourcePath path, int status, Supplier<Representations.Shown> read) {
        try {
            Representations.Shown shown = read.get();
            return Answers.json(status, shown.node(), Map.of("etag", shown.etag()));
        } catch (ApiError gone) { // by another way than this API
            return Answers.json(
                    status,
                    JsonNodeFactory.instance.objectNode().put("resourceRef", path.reference()));
        }
    }

    private ApiAnswer delete(ApiRequest request, ResourcePath path) {
        Preconditions conditions = Preconditions.of(request);
        return changes.make(
                request,
                path.reference(),
                origin -> {
                    changes.edit(
                            origin,
                            path,
                            true,
                            edits -> {
                                edits.check(path, conditions);
                                edits.delete(path);
                            });
                    return Answers.empty(204);
                });
    }
}
