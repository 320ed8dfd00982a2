package io.hnvgateway.nat;

/// Sizes of the tables; powers of two use the memory best.
///
/// @param worker index of the worker that owns them, 0..126
public record NatCapacity(int mappings, int sessions, int worker) {
    public NatCapacity {
        if (mappings < 1 || sessions < 1 || worker < 0 || worker > 126) {
            throw new IllegalArgumentException("capacities must be above 0, workers 0..126");
        }
    }

    /// Bytes of the memory that holds the records.
    public long bytes() {
        return (long) mappings * MappingRecord.BYTES + (long) sessions * SessionRecord.BYTES;
    }

    /// Inside addresses with mappings at one time.
    int hosts() {
        return Math.max(1024, mappings / 4);
    }
}
