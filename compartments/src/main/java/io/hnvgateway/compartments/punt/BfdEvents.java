package io.hnvgateway.compartments.punt;

/// What workers see of peers by BFD. Called on worker threads: an implementation neither blocks nor
/// works there, and hands over to a thread of its own.
@FunctionalInterface
public interface BfdEvents {
    /// Takes no notice of anything.
    BfdEvents NONE = _ -> {};

    /// [PuntState#bfd] of a peer was read and is another one now. Comes once until it is read
    /// again.
    void changed(PuntPeer peer);
}
