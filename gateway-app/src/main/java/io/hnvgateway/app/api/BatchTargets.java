package io.hnvgateway.app.api;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which request of a batch made what a fault is about.
final class BatchTargets {
    private static final Set<String> ENVELOPE = Set.of("tags", "resourceMetadata", "resourceId");

    /// Numbers by the paths that faults have; of a resource that several name, the last.
    private final Map<String, Integer> numbers = new HashMap<>();

    /// @param paths of the requests, in their order
    BatchTargets(List<ResourcePath> paths) {
        for (int i = 0; i < paths.size(); i++) {
            numbers.put(key(paths.get(i).faultPath()), i);
        }
    }

    /// As `requests[17].properties.macAddress`; the path itself if no request named it or what it
    /// is in.
    String target(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            Integer number = numbers.get(key(path.substring(0, end)));
            if (number != null) {
                return "requests[" + number + "]" + inside(path.substring(end));
            }
        }
        return path;
    }

    /// @param rest empty, or beginning with a dot
    private static String inside(String rest) {
        String first = rest.isEmpty() ? "" : rest.substring(1).split("[.\\[]", 2)[0];
        return first.isEmpty() || ENVELOPE.contains(first) ? rest : ".properties" + rest;
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
