package io.hnvgateway.packet;

/// The Internet checksum as RFC 1071 §1 words it, one 16-bit word and one carry at a time: the
/// model that [Checksum] is compared with.
final class NaiveChecksum {
    private NaiveChecksum() {}

    static int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static int of(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            int low = i + 1 < to ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
            if (sum > 0xffff) {
                sum -= 0xffff;
            }
        }
        return sum ^ 0xffff;
    }
}
