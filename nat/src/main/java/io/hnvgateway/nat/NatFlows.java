package io.hnvgateway.nat;

/// What NAT needs of the flow table: the entries of a session end with it, their use keeps it, and
/// they know what executors carried past NAT. An entry is given by its address and is live.
public interface NatFlows {
    /// What names an entry's place in records that outlive the process; not 0.
    int number(long entry);

    /// The entry of a [#number], which may be another flow's by now; 0: there is no such place.
    long entry(int number);

    /// Takes the entry out.
    void remove(long entry, long nowNs);

    /// Lets no executor run the entry until it is installed again: its packets come to NAT.
    void suspend(long entry);

    /// Counts a packet that the slow path forwarded; no use of the entry.
    ///
    /// @param totalBytes IP total length
    void count(long entry, int totalBytes);

    /// Tells the entry the last acknowledgement number that the slow path saw.
    void acknowledged(long entry, int number);

    /// When the entry last carried a packet, coarse (ns >> 20).
    int lastUse(long entry);

    /// Packets since the entry was made.
    long packets(long entry);

    /// IP bytes since the entry was made.
    long bytes(long entry);
}
