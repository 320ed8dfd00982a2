package io.hnvgateway.provider.validation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers where a value was first used, so that a second use can name it.
final class Once<T> {
    private final Map<T, String> firstPaths = new HashMap<>();

    /// The path of the first use; null if this is it.
    @Nullable String firstUse(T value, String path) {
        return firstPaths.putIfAbsent(value, path);
    }
}
