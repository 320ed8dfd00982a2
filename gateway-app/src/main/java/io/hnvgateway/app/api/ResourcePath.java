package io.hnvgateway.app.api;

import io.hnvgateway.provider.resource.ResourceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A resource, or a collection of them: `virtualNetworks/contoso/subnets/web`.
///
/// @param steps from the top; at least one, and only the last may lack an id
record ResourcePath(List<Step> steps) {
    private static final Pattern VERSION =
            Pattern.compile("^/?networking/v[0-9.]{1,8}(?=/)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,80}");

    ResourcePath {
        steps = List.copyOf(steps);
    }

    /// @param id null: the whole collection
    record Step(ResourceKind kind, @Nullable String id) {
        String idOrEmpty() {
            return id == null ? "" : id;
        }
    }

    /// @param segments behind the version
    static ResourcePath parse(List<String> segments) {
        ResourceKind kind = segments.isEmpty() ? null : ResourceKind.top(segments.getFirst());
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < segments.size(); i += 2) {
            if (i > 0) {
                kind = steps.getLast().kind().child(segments.get(i));
            }
            if (kind == null) {
                throw ApiError.notFound("there is no collection " + printable(segments.get(i)));
            }
            boolean hasId = i + 1 < segments.size();
            steps.add(new Step(kind, hasId ? id(segments.get(i + 1)) : null));
        }
        if (steps.isEmpty()) {
            throw ApiError.notFound(
                    "a collection is missing, as in /networking/v1/virtualNetworks");
        }
        return new ResourcePath(steps);
    }

    /// @param reference as `/virtualNetworks/contoso`, with or without a version
    static ResourcePath parse(String reference) {
        String path = VERSION.matcher(reference).replaceFirst("");
        String plain = path.startsWith("/") ? path.substring(1) : path;
        return parse(List.of(plain.split("/", 20)));
    }

    private static String id(String segment) {
        if (!ID.matcher(segment).matches()) {
            throw ApiError.badRequest(
                    "InvalidValue",
                    printable(segment) + ": must be an id: 1..80 letters, digits and . _ ~ -",
                    "resourceId");
        }
        return segment;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
    }

    ResourceKind kind() {
        return steps.getLast().kind();
    }

    /// Empty of a collection.
    String id() {
        return steps.getLast().idOrEmpty();
    }

    boolean isCollection() {
        return steps.getLast().id() == null;
    }

    /// A part of a resource, or a collection of such parts.
    boolean isBelowTop() {
        return steps.size() > 1;
    }

    Step top() {
        return steps.getFirst();
    }

    /// The resource of a document that this is or is in.
    ResourceReference topReference() {
        return ResourceReference.of(top().kind().name(), top().idOrEmpty());
    }

    /// The [#key] of that.
    String topKey() {
        return ("/" + top().kind().name() + "/" + top().idOrEmpty()).toLowerCase(Locale.ROOT);
    }

    boolean isEnforced() {
        return steps.stream().allMatch(step -> step.kind().enforced());
    }

    ResourcePath child(ResourceKind kind, String id) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(kind, id));
        return new ResourcePath(more);
    }

    /// The resource that holds this one's collection; null at the top.
    @Nullable ResourcePath parent() {
        return isBelowTop() ? new ResourcePath(steps.subList(0, steps.size() - 1)) : null;
    }

    /// Of a collection the member of that id.
    ResourcePath member(String id) {
        List<Step> more = new ArrayList<>(steps.subList(0, steps.size() - 1));
        more.add(new Step(kind(), id));
        return new ResourcePath(more);
    }

    /// As `/virtualNetworks/contoso/subnets/web`, or `/virtualNetworks`.
    String reference() {
        return steps.stream()
                .map(step -> "/" + step.kind().name() + (step.id() == null ? "" : "/" + step.id()))
                .collect(Collectors.joining());
    }

    /// What is equal for one resource, however its ids are written.
    String key() {
        return reference().toLowerCase(Locale.ROOT);
    }

    /// As faults call it: `virtualNetworks[contoso].subnets[web]`.
    String faultPath() {
        return steps.stream()
                .map(step -> step.kind().name() + "[" + step.idOrEmpty() + "]")
                .collect(Collectors.joining("."));
    }
}
