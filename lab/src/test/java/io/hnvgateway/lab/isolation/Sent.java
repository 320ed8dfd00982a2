package io.hnvgateway.lab.isolation;

/// A frame that was given to the gateway.
///
/// @param fromBackEnd on which port
/// @param bytes the whole frame
@SuppressWarnings("ArrayRecordComponent") // one test, never compared
public record Sent(boolean fromBackEnd, byte[] bytes) {}
