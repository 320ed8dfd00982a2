package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.ForgottenVersionException;
import io.hnvgateway.app.store.History;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Past states, as what leads back to them. Any thread.
final class VersionReader {
    private final History history;

    VersionReader(History history) {
        this.history = history;
    }

    /// What leads back to a version.
    ///
    /// @param current number of the last change
    Composition back(long version, long current) throws FaultsException {
        if (version < 0 || version > current) {
            throw fault(
                    Fault.of("version", version, "must be 0.." + current)
                            .with(FaultCode.VERSION_NOT_FOUND));
        }
        Composition back = new Composition();
        read(back, version, current);
        return back;
    }

    /// Takes in what changed since that was read.
    void more(Composition back, long version, long seen, long current) throws FaultsException {
        read(back, Math.max(version, seen), current);
    }

    private void read(Composition back, long after, long through) throws FaultsException {
        if (after >= through) {
            return;
        }
        try {
            history.inverses(after, through, back::add);
        } catch (ForgottenVersionException e) {
            throw fault(
                    Fault.of(
                                    "version",
                                    after,
                                    e.getMessage(),
                                    "the history has room for the newest changes only")
                            .with(FaultCode.VERSION_NOT_FOUND));
        } catch (IOException e) {
            throw fault(Fault.of("version", after, "the history cannot be read: " + e));
        }
    }

    private static FaultsException fault(Fault fault) {
        return new FaultsException(List.of(fault));
    }

    /// Two past states compared, where they can differ.
    static List<Change> difference(
            Composition from, Composition to, Function<String, @Nullable Resource> current) {
        Set<String> keys = new LinkedHashSet<>(from.keys());
        keys.addAll(to.keys());
        List<@Nullable Resource> before = new ArrayList<>();
        List<@Nullable Resource> after = new ArrayList<>();
        for (String key : keys) {
            before.add(from.at(key, current));
            after.add(to.at(key, current));
        }
        return StateDiff.between(ResourceBook.state(before), ResourceBook.state(after));
    }
}
