package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What one reading collects.
final class ReadContext {
    /// Nobody reads more, and a hostile document must not make more.
    private static final int MAX_FAULTS = 1000;

    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> unreadable = new TreeSet<>();

    void add(Fault fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    void unreadable(String path) {
        unreadable.add(path);
    }

    List<Fault> faults() {
        return faults;
    }

    Set<String> unreadable() {
        return unreadable;
    }
}
