package io.hnvgateway.lab.capture;

import java.util.HexFormat;

/// One frame of a capture.
///
/// @param atNs time since the Unix epoch
/// @param port name of the interface; empty in a classic pcap file
/// @param bytes without FCS; not to be changed
@SuppressWarnings("ArrayRecordComponent") // compared by those who read it
public record CapturedFrame(long atNs, String port, byte[] bytes) {
    @Override
    public String toString() {
        return "%s at %d ns: %s".formatted(port, atNs, HexFormat.of().formatHex(bytes));
    }
}
