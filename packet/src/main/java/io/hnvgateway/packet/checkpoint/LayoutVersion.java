package io.hnvgateway.packet.checkpoint;

/// The number that stands for all offsets and sizes of all records that outlive the process: flow
/// entries and their counters, adjacencies, compartments' shares, NAT's records, the sections of
/// the checkpoint.
///
/// It grows by one whenever one of them changes, or what a field means; a gateway of another
/// version then starts clean. `LayoutVersionTest` fails when the layouts change under the same
/// number.
public final class LayoutVersion {
    public static final int CURRENT = current();

    private LayoutVersion() {}

    /// No constant expression: other classes ask for it when they run, so that the number is this
    /// class's alone.
    private static int current() {
        return 4;
    }
}
