package io.hnvgateway.dataplane.port;

/// What a port carried and lost since it was opened.
///
/// @param lostTooLong frames longer than a frame of the pool holds
/// @param lostNoFrame frames lost because the pool (or the fill ring) was empty
/// @param lostRingFull frames that the kernel lost because the receive ring was full
/// @param lostInvalid descriptors of the kernel or frames of ours that made no sense
/// @param transmitRingFull times that a frame found no room in the transmit ring
public record PortStatistics(
        long receivedFrames,
        long receivedBytes,
        long sentFrames,
        long sentBytes,
        long lostTooLong,
        long lostNoFrame,
        long lostRingFull,
        long lostInvalid,
        long transmitRingFull) {}
