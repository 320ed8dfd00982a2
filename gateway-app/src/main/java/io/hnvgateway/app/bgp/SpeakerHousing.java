package io.hnvgateway.app.bgp;

import io.hnvgateway.dataplane.guard.GuardException;
import java.io.IOException;
import java.nio.file.Path;

/// Who runs the shards of speakers, and their namespace: the gateway itself, or systemd.
interface SpeakerHousing {
    /// The socket of a shard, whether it runs or not.
    Path socket(int shard);

    /// The namespace and its link, which is closed to the host's stack first. On one thread; may
    /// wait; called again after a fault.
    void open() throws IOException, GuardException;

    /// This shard shall run; it may run already. On the thread of [#open], after it.
    void begin(int shard) throws IOException;

    /// Nobody needs the shard any more. Waits for nothing.
    void release(int shard);

    /// @param followed another gateway goes on with them
    void close(boolean followed);
}
