package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as a TCP header with options: clamping ends, stays inside, and keeps the checksum.
class TcpOptionsFuzzTest {
    @FuzzTest
    void clampMssStaysInsideTheHeader(byte[] data) {
        if (data.length < TcpHeader.BYTES) {
            return;
        }
        try (ExactFrame frame = ExactFrame.of(data)) {
            int before = Checksum.fold(Checksum.sum(frame.address(), data.length));
            TcpHeader.clampMss(frame.address(), data.length, 1200);
            int after = Checksum.fold(Checksum.sum(frame.address(), data.length));
            if (before % 0xffff != after % 0xffff) {
                throw new AssertionError("the sum over the header changed");
            }
        }
    }
}
