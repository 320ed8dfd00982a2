package io.hnvgateway.nat;

/// SipHash-2-4 (Aumasson, Bernstein 2012) of three 64-bit words: a keyed function whose values tell
/// nothing of one another to who does not have the key.
///
/// The message is the 24 bytes of the words, each in little-endian order, as in the reference
/// program, so that other programs can compute it. Pure; a flyweight of four words, one an owner.
final class SipHash {
    private static final long MESSAGE_BYTES = 24;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /// Takes the key: bytes 0..7 and 8..15 of the reference program's, little-endian.
    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    long hash(long first, long second, long third) {
        v0 = key0 ^ 0x736f_6d65_7073_6575L;
        v1 = key1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = key0 ^ 0x6c79_6765_6e65_7261L;
        v3 = key1 ^ 0x7465_6462_7974_6573L;
        absorb(first);
        absorb(second);
        absorb(third);
        absorb(MESSAGE_BYTES << 56);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
