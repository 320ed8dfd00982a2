package io.hnvgateway.lab.proof;

/// What a proof saw.
///
/// @param skipped this machine has not what it needs: neither passed nor failed
/// @param seen one line, and what stands below it
public record Outcome(boolean passed, boolean skipped, String seen) {
    public Outcome(boolean passed, String seen) {
        this(passed, false, seen);
    }

    /// Of a proof that could not be tried.
    ///
    /// @param why what is missing
    public static Outcome skipped(String why) {
        return new Outcome(false, true, "skipped: " + why);
    }

    public boolean failed() {
        return !passed && !skipped;
    }
}
