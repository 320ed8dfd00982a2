package io.hnvgateway.app.store;

/// Up to where a state file holds what the journals say.
///
/// @param journal number of the last journal whose changes are in it
/// @param version number of the last change that is in it; 0: it had none
/// @param open number of the first journal with a change that waits to be confirmed; 0: none of
///   those up to `journal` has one
record Mark(long journal, long version, long open) {
    static final Mark NONE = new Mark(0, 0, 0);

    /// The first journal that is to be read beside the state.
    long firstOfInterest() {
        return open == 0 ? journal + 1 : Math.min(open, journal + 1);
    }
}
