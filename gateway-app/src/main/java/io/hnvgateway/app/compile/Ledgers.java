package io.hnvgateway.app.compile;

/// What is written down for the process after this one, and was by the one before.
public record Ledgers(
        CompartmentLedger compartments, AdjacencyLedger adjacencies, PuntLedger punts) {
    public static final Ledgers NONE = new Ledgers(new NoLedger(), new NoLedger(), PuntLedger.NONE);
}
