package io.hnvgateway.app.core;

/// What a gateway went on with from the process before it.
///
/// @param mappings of NAT
/// @param sessions of NAT
/// @param flows entries of both flow tables
/// @param refused records of all kinds that were there and could not be proved
/// @param halfWritten flow entries that a killed process was writing
/// @param idle sessions, and flow entries without one, that had not been used for too long
public record Restored(
        int mappings, int sessions, int flows, int refused, int halfWritten, int idle) {
    public static final Restored NOTHING = new Restored(0, 0, 0, 0, 0, 0);
}
