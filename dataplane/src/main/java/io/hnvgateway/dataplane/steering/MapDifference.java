package io.hnvgateway.dataplane.steering;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What it takes to turn one map into another.
public final class MapDifference {
    private MapDifference() {}

    /// Calls `put` for each entry of `after` that is new or changed, then `remove` for each key
    /// that `after` lacks.
    public static <K, V> void apply(
            Map<K, V> before, Map<K, V> after, BiConsumer<K, V> put, Consumer<K> remove) {
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                put.accept(key, value);
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(remove);
    }
}
