package io.hnvgateway.compartments;

/// How much of a table that all compartments share one of them may take: up to a small guaranteed
/// part always, up to a larger one only while a reserve is free. So however many compartments take
/// all that they can get, those that take little still find room.
///
/// @param capacity places in the table
/// @param guaranteed places that a compartment may take even from the reserve
/// @param most places that a compartment may ever have
/// @param reserve free places at which only guaranteed ones are given out
public record FairShare(int capacity, int guaranteed, int most, int reserve) {
    public FairShare {
        if (guaranteed < 1 || guaranteed > most || most > capacity || reserve < 0) {
            throw new IllegalArgumentException(
                    "a share needs 1 <= guaranteed <= most <= capacity and a reserve");
        }
    }

    /// Whether a compartment may take one place more.
    ///
    /// @param own places that it has
    /// @param used places that all have
    public boolean admits(int own, int used) {
        int free = capacity - used;
        return own < guaranteed ? free > 0 : own < most && free > reserve;
    }
}
