package io.hnvgateway.dataplane;

/// Checks of a UDP packet in an Ethernet frame, independent of the code under test.
final class UdpChecks {
    private UdpChecks() {}

    static boolean checksumIsRight(byte[] frame) {
        int length = word(frame, 16) - 20;
        long sum = 17L + length;
        for (int i = 26; i < 34; i += 2) {
            sum += word(frame, i);
        }
        for (int i = 0; i < length; i += 2) {
            sum += i + 1 < length ? word(frame, 34 + i) : (frame[34 + i] & 255) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum == 0xffff && word(frame, 40) != 0;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | (bytes[at + 1] & 255);
    }
}
