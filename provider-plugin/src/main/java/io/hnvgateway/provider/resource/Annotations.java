package io.hnvgateway.provider.resource;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The annotations of a resource of the document and of its parts, by their paths in lower case: ""
/// is the resource itself, `bgprouters/r1/bgppeers/p1` a part.
public record Annotations(Map<String, Annotation> byPath) {
    public static final Annotations NONE = new Annotations(Map.of());

    public Annotations {
        byPath = Map.copyOf(byPath);
    }

    /// Those of a resource that is read piece by piece; empty ones are left out.
    public static Annotations of(Map<String, Annotation> byPath) {
        return byPath.isEmpty() ? NONE : new Annotations(byPath);
    }

    /// The path of a part.
    ///
    /// @param parent path of what it is a part of; "": the resource of the document
    public static String path(String parent, String collection, String resourceId) {
        String path = collection + "/" + resourceId;
        return (parent.isEmpty() ? path : parent + "/" + path).toLowerCase(Locale.ROOT);
    }

    public Annotation at(String path) {
        return byPath.getOrDefault(path, Annotation.NONE);
    }

    /// The same with another one at this path.
    public Annotations with(String path, Annotation annotation) {
        Map<String, Annotation> others = new HashMap<>(byPath);
        if (annotation.isEmpty()) {
            others.remove(path);
        } else {
            others.put(path, annotation);
        }
        return of(others);
    }

    /// The same without those of a part and of its parts.
    public Annotations without(String path) {
        Map<String, Annotation> others = new HashMap<>(byPath);
        others.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
        return of(others);
    }
}
