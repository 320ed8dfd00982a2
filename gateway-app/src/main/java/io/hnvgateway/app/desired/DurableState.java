package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.History;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store as the applier uses it: what was stored can be taken back, and what grew too long is
/// written anew beside the changes that come meanwhile. Under the applier's lock.
final class DurableState {
    private static final Logger LOG = LoggerFactory.getLogger(DurableState.class);

    private final StateStore store;

    DurableState(StateStore store) {
        this.store = store;
    }

    /// Something that writes to the store.
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /// A write and the one that makes up for it.
    record Step(Write forward, Write back) {
        static final Step NONE = new Step(() -> {}, () -> {});

        void store() throws IOException {
            forward.run();
        }

        /// When what was stored is refused after all.
        void takeBack() {
            try {
                back.run();
            } catch (IOException e) {
                LOG.error(
                        "event=refused-state-stays-stored hint=\"apply the wanted state again\"",
                        e);
            }
        }
    }

    LoadedState load() {
        return store.load();
    }

    /// A change of some resources.
    Step append(StoredChange change) {
        return new Step(() -> store.append(change), () -> store.withdraw(change, null));
    }

    /// A change to a whole state.
    Step save(DesiredState after, StoredChange change, DesiredState before) {
        return new Step(() -> store.save(after, change), () -> store.withdraw(change, before));
    }

    void confirm(Set<Long> versions) throws IOException {
        store.confirm(versions);
    }

    History history() {
        return store.history();
    }

    /// Writes the whole state anew if the store wants to, on a thread of its own.
    void compact(Supplier<DesiredState> state) {
        StateStore.Compaction compaction = store.compaction();
        if (compaction != null) {
            DesiredState now = state.get();
            Thread.ofVirtual().name("store-compaction").start(() -> write(compaction, now));
        }
    }

    private static void write(StateStore.Compaction compaction, DesiredState state) {
        try {
            compaction.write(state);
        } catch (IOException e) {
            LOG.warn("event=store-compaction-failed reason=\"{}\"", e.toString());
        }
    }
}
