package io.hnvgateway.bgp.speaker;

import java.nio.file.Path;

/// Who runs the shards.
public interface SpeakerHost {
    /// The socket of a shard, whether it runs or not.
    Path socket(int shard);

    /// This shard shall run from now on; it may run already. Waits for nothing.
    void need(int shard);

    /// Nobody needs it any more.
    void release(int shard);
}
