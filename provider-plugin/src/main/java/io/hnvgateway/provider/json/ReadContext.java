package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.Annotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one reading collects.
final class ReadContext {
    /// Values beyond these are not shared: a document chooses how many there are.
    private static final int MAX_SHARED = 1 << 16;

    /// Nobody reads more, and a hostile document must not make more.
    private static final int MAX_FAULTS = 1000;

    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> unreadable = new TreeSet<>();
    private final Map<Object, Object> shared = new HashMap<>();
    private final Map<String, Annotation> annotations = new HashMap<>();
    private final @Nullable SecretSeal seal;

    /// @param seal opens sealed secrets; null: a document has none
    ReadContext(@Nullable SecretSeal seal) {
        this.seal = seal;
    }

    /// Notes what stands at a part of the resource of the document that is being read, or at it.
    void annotate(String path, Annotation annotation) {
        if (!annotation.isEmpty()) {
            annotations.put(path, annotation);
        }
    }

    /// What was noted since the last call.
    Annotations takeAnnotations() {
        Annotations taken = Annotations.of(annotations);
        annotations.clear();
        return taken;
    }

    @Nullable SecretSeal seal() {
        return seal;
    }

    void add(Fault fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    void unreadable(String path) {
        unreadable.add(path);
    }

    /// An equal value that was read before, or else this one: ids of records and addresses of hosts
    /// stand in a document many times over.
    @SuppressWarnings("unchecked") // equal values are of one class
    <T> T shared(T value) {
        Object before =
                shared.size() < MAX_SHARED ? shared.putIfAbsent(value, value) : shared.get(value);
        return before == null ? value : (T) before;
    }

    List<Fault> faults() {
        return faults;
    }

    Set<String> unreadable() {
        return unreadable;
    }
}
