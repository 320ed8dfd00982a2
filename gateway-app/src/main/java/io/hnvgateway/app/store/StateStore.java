package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the desired state and the changes that led to it. One thread at a time, but for [#history]
/// and what a [Compaction] does.
///
/// Nothing here says how it is kept. Files do it today ([FileStateStore]); a store that several
/// gateways share, such as etcd, fits behind it so:
/// - [#load]: reads all resources at one revision, and remembers it.
/// - [#append], [#save], [#withdraw]: one transaction that writes the resources, the version and
///   its inverse **if** the key of the last version still says `number - 1` (compare and set); else
///   it throws a [java.io.IOException]: another gateway was quicker, nothing is changed, and the
///   caller proposes anew on what it is told next.
/// - Changes of others: a watch from the loaded revision on, each handed to the applier as an edit
///   that is in the store already.
/// - [#confirm]: deletes the key of what waits; [#compaction]: none, the store compacts itself.
public interface StateStore {

    /// Never throws: a state that cannot be read is described in the result.
    LoadedState load();

    /// A change to a whole state; durable when it returns. When it throws, the one before is in
    /// place.
    ///
    /// @param change its forward edit is not asked for
    void save(DesiredState state, StoredChange change) throws IOException;

    /// A change of some resources; durable when it returns. When it throws, the state is as it was.
    void append(StoredChange change) throws IOException;

    /// The last change was refused after all and never was in effect: neither state nor history
    /// hold it when this returns.
    ///
    /// @param before the state before it, where the change was saved; null: it was appended
    void withdraw(StoredChange last, @Nullable DesiredState before) throws IOException;

    /// These versions do not wait to be confirmed any more; durable when it returns.
    void confirm(Set<Long> versions) throws IOException;

    default History history() {
        return new NoHistory();
    }

    /// What the store would like to write anew after many changes; null: nothing. To be asked
    /// behind [#append].
    default @Nullable Compaction compaction() {
        return null;
    }

    /// Takes the state as of the last [#append]; may run on any thread while changes go on.
    @FunctionalInterface
    interface Compaction {
        void write(DesiredState state) throws IOException;
    }
}
