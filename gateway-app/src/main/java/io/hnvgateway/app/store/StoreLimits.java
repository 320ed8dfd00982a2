package io.hnvgateway.app.store;

/// Bounds of what a store keeps.
///
/// @param leastJournalBytes journals below this are not worth writing the whole state anew
/// @param mostJournalBytes journals beyond this are: at the next start, what they say is in memory
///   at once
/// @param mostHistoryBytes of journals whose changes the state holds
record StoreLimits(long leastJournalBytes, long mostJournalBytes, long mostHistoryBytes) {
    static final StoreLimits DEFAULT = new StoreLimits(1 << 20, 8 << 20, 64 << 20);
}
