package io.hnvgateway.nat;

/// What the workers' [NatStage]s share: secrets, external addresses with the leases of their ports,
/// and the compartments' use of their quotas. Thread-safe; nothing here is touched for a packet of
/// a known session.
public final class NatShared {
    /// A lease is one byte: worker + 1.
    private static final int MOST_WORKERS = 126;

    final NatSecrets secrets;
    final ExternalAddresses externals = new ExternalAddresses();
    final Usage usage;
    private final int workers;
    private final int sessionShift;
    private final long ownerSeed;

    /// Begins without mappings.
    ///
    /// @param workers 1..126; each gets one stage
    public NatShared(NatSecrets secrets, int workers, NatEvents events) {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    workers + " workers: there must be 1.." + MOST_WORKERS);
        }
        this.secrets = secrets;
        this.workers = workers;
        usage = new Usage(events);
        sessionShift = Integer.SIZE - Integer.numberOfLeadingZeros(workers - 1);
        ownerSeed = SplitMix.mix(secrets.hashSeed() + SplitMix.GAMMA);
    }

    public int workers() {
        return workers;
    }

    /// How much of a quota a compartment uses, over all workers. From any thread.
    public int used(int compartment, Quota which) {
        return usage.used(compartment, which);
    }

    /// Secret of the hash that gives an inside address its owner, for those who compute it before
    /// any worker sees the packet.
    public long ownerSeed() {
        return ownerSeed;
    }

    /// The worker that has all state of an inside address: a keyed hash, the same for ever. The XDP
    /// program computes it too (`redirect.h`).
    public int ownerOf(int compartment, long high, long low) {
        long hash = SplitMix.mix(SplitMix.mix(ownerSeed ^ low) + high);
        hash = SplitMix.mix(hash + compartment);
        return (int) (((hash >>> 32) * workers) >>> 32);
    }

    /// What names a session outside of its worker's table: slot and worker. The sign stays clear.
    int sessionName(int slot, int worker) {
        return slot << sessionShift | worker;
    }

    int slotOf(int sessionName) {
        return sessionName >>> sessionShift;
    }

    /// The worker that has the session of a name.
    public int workerOf(int sessionName) {
        return sessionName & ((1 << sessionShift) - 1);
    }

    /// Most slots that a table may have, so that [#sessionName] holds them.
    int mostSlots() {
        return Integer.MAX_VALUE >> sessionShift;
    }
}
