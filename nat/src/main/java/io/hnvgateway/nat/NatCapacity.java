package io.hnvgateway.nat;

/// Sizes of the tables; powers of two use the memory best.
public record NatCapacity(int mappings, int sessions) {
    public NatCapacity {
        if (mappings < 1 || sessions < 1) {
            throw new IllegalArgumentException("capacities must be above 0");
        }
    }

    /// What each of several workers gets of it, so that all have at least the whole.
    public NatCapacity share(int workers) {
        return new NatCapacity(Math.ceilDiv(mappings, workers), Math.ceilDiv(sessions, workers));
    }

    /// Bytes of the memory that holds the records.
    public long bytes() {
        return (long) mappings * MappingRecord.BYTES + (long) sessions * SessionRecord.BYTES;
    }

    /// Bytes of all that grows with the number of sessions: the records, and on the heap the heads
    /// of their chains and the inside addresses.
    public long allBytes() {
        long heads = 2L * Chains.buckets(mappings) + 2L * Chains.buckets(sessions);
        return bytes() + heads * Integer.BYTES + HostTable.bytes(hosts());
    }

    /// Inside addresses with mappings at one time.
    int hosts() {
        return Math.max(1024, mappings / 4);
    }
}
