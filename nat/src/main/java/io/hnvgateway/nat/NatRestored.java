package io.hnvgateway.nat;

/// What became of the records that an earlier process left.
///
/// @param mappings kept
/// @param sessions kept
/// @param damaged half written, or with values that no version writes
/// @param foreign of a compartment that is not known, or of an inside address that another worker
///   owns
/// @param conflicting claims an endpoint that another record has, or belongs to a mapping that was
///   not kept
public record NatRestored(int mappings, int sessions, int damaged, int foreign, int conflicting) {
    public static final NatRestored NOTHING = new NatRestored(0, 0, 0, 0, 0);

    /// Of two workers together.
    public NatRestored plus(NatRestored other) {
        return new NatRestored(
                mappings + other.mappings,
                sessions + other.sessions,
                damaged + other.damaged,
                foreign + other.foreign,
                conflicting + other.conflicting);
    }

    /// Records that were not kept.
    public int refused() {
        return damaged + foreign + conflicting;
    }
}
