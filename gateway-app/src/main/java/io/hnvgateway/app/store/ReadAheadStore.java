package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A store that is read on a thread of its own from the moment that it is made, while the start
/// goes on with what does not depend on it. The first [#load] waits for that; a later one reads
/// anew.
public final class ReadAheadStore implements StateStore, AutoCloseable {
    private final StateStore store;
    private final FutureTask<LoadedState> reading;
    private boolean taken;

    public ReadAheadStore(StateStore store) {
        this.store = store;
        reading = new FutureTask<>(store::load);
        Thread.ofPlatform().daemon().name("state-reader").start(reading);
    }

    /// @throws Error that stopped the reading
    @Override
    public LoadedState load() {
        if (taken) {
            return store.load();
        }
        taken = true;
        return read();
    }

    private LoadedState read() {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LoadedState.damaged("interrupted while the state was read");
        }
    }

    @Override
    public void save(DesiredState state, StoredChange change) throws IOException {
        store.save(state, change);
    }

    @Override
    public void append(StoredChange change) throws IOException {
        store.append(change);
    }

    @Override
    public void withdraw(StoredChange last, @Nullable DesiredState before) throws IOException {
        store.withdraw(last, before);
    }

    @Override
    public void confirm(Set<Long> versions) throws IOException {
        store.confirm(versions);
    }

    @Override
    public History history() {
        return store.history();
    }

    @Override
    public @Nullable Compaction compaction() {
        return store.compaction();
    }

    /// Waits until nothing is read any more: the directory may be another process's afterwards.
    @Override
    public void close() {
        try {
            reading.get();
        } catch (ExecutionException _) {
            // Then nothing is read either.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
