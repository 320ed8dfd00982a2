package io.hnvgateway.provider.spi;

/// What a repair did.
///
/// @param found what was wrong before
/// @param puts resources and parts of them that were written
/// @param deletes resources and parts of them that were removed
/// @param batches requests that it took
public record RepairReport(DriftReport found, int puts, int deletes, int batches) {

    /// As `3 written, 1 removed, in 1 batch`.
    @Override
    public String toString() {
        return puts
                + " written, "
                + deletes
                + " removed, in "
                + batches
                + (batches == 1 ? " batch" : " batches");
    }
}
