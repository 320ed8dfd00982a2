package io.hnvgateway.nat;

/// Unpredictable port candidates (RFC 6056 §3.3.1), reproducible from the two words of
/// [NatSecrets]. In 64-bit arithmetic without sign, for each candidate:
///
/// ```
/// counter = counter + 0x9e3779b97f4a7c15
/// r       = mix(mix(counter) ^ key)          mix: the finalizer of SplitMix64
/// port    = 1024 + ((r >> 32) * 64512 >> 32)
/// ```
///
/// Owner: one worker thread.
final class PortGenerator {
    private final long key;
    private long counter;

    PortGenerator(NatSecrets secrets) {
        counter = secrets.portCounter();
        key = secrets.portKey();
    }

    int candidate() {
        counter += SplitMix.GAMMA;
        long random = SplitMix.mix(SplitMix.mix(counter) ^ key);
        return PortSpace.FIRST + (int) (((random >>> 32) * PortSpace.SIZE) >>> 32);
    }
}
