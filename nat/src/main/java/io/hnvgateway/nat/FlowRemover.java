package io.hnvgateway.nat;

/// What NAT needs of the flow table: the entries of a session end with it, and their use keeps it.
public interface FlowRemover {
    /// Removes a live entry.
    void remove(long entry, long nowNs);

    /// When the entry last carried a packet, coarse (ns >> 20).
    int lastUse(long entry);
}
